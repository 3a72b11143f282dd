using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>What was found after several hosts wrote to one database.</summary>
/// <param name="Writes">How many writes were acknowledged.</param>
/// <param name="Reads">How many searches and lists were answered.</param>
/// <param name="Conflicts">How many writes were refused because another had come first.</param>
/// <param name="Lost">Acknowledged writes that are not in the history exactly once, in words.</param>
/// <param name="Torn">Where history, memories and vectors disagree, in words.</param>
/// <param name="Leaked">What was found by whom it is not of, or after it was erased, in words.</param>
internal sealed record HostsVerdict(
    int Writes, int Reads, int Conflicts, IReadOnlyList<string> Lost, IReadOnlyList<string> Torn, IReadOnlyList<string> Leaked)
{
    public bool IsSound => Lost.Count + Torn.Count + Leaked.Count == 0;

    /// <summary>Gets all that is wrong, in words.</summary>
    public IEnumerable<string> Faults => [.. Lost.Select(lost => $"lost: {lost}"), .. Torn.Select(torn => $"torn: {torn}"), .. Leaked.Select(leak => $"leaked: {leak}")];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Writes} writes, {Reads} reads, {Conflicts} conflicts, {Lost.Count} lost, {Torn.Count} torn, {Leaked.Count} leaked");
}
