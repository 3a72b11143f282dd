namespace Mem0Sharp.Faults;

/// <summary>What was found in a file after a crash.</summary>
/// <param name="Torn">Where its parts disagree, in words. Empty when they agree.</param>
/// <param name="Lost">What had been acknowledged and is not there, in words.</param>
/// <param name="PendingHappened">Whether the write that was under way is in the file.</param>
internal sealed record CrashVerdict(IReadOnlyList<string> Torn, IReadOnlyList<string> Lost, bool PendingHappened)
{
    /// <summary>Gets all that is wrong, in words.</summary>
    public IEnumerable<string> Faults => Torn.Select(torn => $"torn: {torn}").Concat(Lost.Select(lost => $"lost: {lost}"));
}
