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
        $"{item.ActorId}/{item.Role}/{item.Source?.ToString()}/{item.Salience.ToString(CultureInfo.InvariantCulture)}");

    public static string OfRow(int number, HistoryEntry row) =>
        $"{row.Sequence} {row.Event} v{row.Version} '{row.OldText}' -> '{row.NewText}' ({row.OldText is null}, {row.NewText is null}) "
        + $"because '{row.Reason}' at {Of(row.RecordedAt)}: {Of(number, row.Item)}";

    public static string Short(int number, MemoryItem item) => $"#{number} v{item.Version} '{item.Text}'";

    public static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static string Of(MemoryScope scope) => $"{scope.UserId}/{scope.AgentId}/{scope.RunId}/{scope.AppId}";

    private static string Of(DateTimeOffset? instant) => instant is { } value
        ? $"{(value - ModelWorld.Start).TotalSeconds.ToString(CultureInfo.InvariantCulture)}{(value.Offset == TimeSpan.Zero ? "" : " not UTC")}"
        : "-";
}
