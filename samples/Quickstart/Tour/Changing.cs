using System.Globalization;
using System.Text.Json.Nodes;
using Mem0Sharp;

namespace Quickstart;

/// <summary>Changes one memory directly, without a conversation, and shows its history.</summary>
internal static class Changing
{
    public static async Task RunAsync(Stage stage, MemoryItem item, CancellationToken cancellationToken)
    {
        stage.Screen.Heading("Change", "text and metadata of the best answer, in one version");
        MemoryPatch patch = new()
        {
            Text = $"{item.Text} (confirmed)",
            Metadata = new JsonObject { ["confirmed"] = true, ["by"] = "quickstart" },
        };

        // The version that was seen: had somebody else changed it since, this would be refused instead of lost.
        MemoryUpdateResult changed = await stage.Memory.UpdateAsync(
            item.Id, patch, new MemoryUpdateOptions { ExpectedVersion = item.Version }, cancellationToken);
        stage.Screen.Entry("UPDATE", $"{item.Text} → {changed.Item.Text}", Tone.Yellow);
        stage.Screen.Entry("metadata", $"{Json(item)} → {Json(changed.Item)}");
        stage.Screen.Entry("version", string.Create(CultureInfo.InvariantCulture, $"{item.Version} → {changed.Item.Version}"));

        stage.Screen.Heading("Look back", "everything that happened to it");
        await foreach (HistoryEntry entry in stage.Memory.HistoryAsync(item.Id, cancellationToken))
        {
            string text = entry.OldText is null || entry.NewText is null || string.Equals(entry.OldText, entry.NewText, StringComparison.Ordinal)
                ? entry.NewText ?? entry.OldText ?? ""
                : $"{entry.OldText} → {entry.NewText}";
            string label = string.Create(CultureInfo.InvariantCulture, $"v{entry.Version} {entry.Event.ToString().ToUpperInvariant()}");
            stage.Screen.Entry(label, entry.Reason is { Length: > 0 } reason ? $"{text}  ({reason.TrimEnd('.')})" : text);
        }
    }

    private static string Json(MemoryItem item) => item.Metadata.ToJsonObject().ToJsonString();
}
