using System.Globalization;
using System.Text.Json;

namespace Mem0Sharp.Tests.Model;

/// <summary>Writes results down, so that those of the oracle and those of the memory can be compared and printed. Ids are left out.</summary>
internal static class ModelView
{
    public const string Nothing = "nothing";

    /// <summary>Writes every part of an item but its id.</summary>
    public static string Of(int number, MemoryItem item) => string.Join(
        '|',
        $"#{number} v{item.Version}",
        item.Text,
        JsonSerializer.Serialize(item.Metadata),
        string.Join(',', item.Tags),
        Of(item.Scope),
        string.Join(',', item.LinkedAgentIds.Concat(item.LinkedRunIds)),
        item.Type,
        item.IsImmutable ? "immutable" : string.Empty,
        $"created {Of(item.CreatedAt)} updated {Of(item.UpdatedAt)} recorded {Of(item.RecordedAt)}",
        $"expires {Of(item.ExpiresAt)} holds {Of(item.ValidFrom)} to {Of(item.ValidTo)}",
        $"{item.ActorId}/{item.Role}/{item.Source?.ToString()}/{item.Salience.ToString(CultureInfo.InvariantCulture)}",
        item.ReviewOf is null ? string.Empty : $"review of {item.ReviewOf}");

    public static string OfRow(int number, HistoryEntry row) =>
        $"{row.Sequence} {row.Event} v{row.Version} '{row.OldText}' -> '{row.NewText}' ({row.OldText is null}, {row.NewText is null}) "
        + $"by '{row.ChangedBy}' because '{row.Reason}' at {Of(row.RecordedAt)}: {Of(number, row.Item)}; "
        + $"before: {(row.Before is null ? Nothing : Of(number, row.Before))}";

    public static string Short(int number, MemoryItem item) => $"#{number} v{item.Version} '{item.Text}'";

    /// <summary>Writes down what was erased.</summary>
    public static string OfErased(IEnumerable<int> numbers, DateTimeOffset at) => $"erased [{string.Join(' ', numbers.Order())}] at {Of(at)}";

    /// <summary>Writes down a result of a batch that says what it did, or why not.</summary>
    public static string OfItem(int number, string answer) => $"{number}: {answer}";

    public static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static string Of(MemoryScope scope) => $"{scope.UserId}/{scope.AgentId}/{scope.RunId}/{scope.AppId}";

    private static string Of(DateTimeOffset? instant) => instant is { } value
        ? $"{(value - ModelWorld.Start).TotalSeconds.ToString(CultureInfo.InvariantCulture)}{(value.Offset == TimeSpan.Zero ? "" : " not UTC")}"
        : "-";
}
