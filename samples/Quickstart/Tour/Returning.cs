using System.Globalization;
using Mem0Sharp;
using Microsoft.Extensions.AI;

namespace Quickstart;

/// <summary>Comes back to a memory file that an earlier run has filled.</summary>
internal static class Returning
{
    // Enough to see; a long conversation leaves hundreds.
    private const int MostShown = 12;

    /// <summary>Shows what the file holds.</summary>
    /// <returns>All that is known, oldest first.</returns>
    public static async Task<IReadOnlyList<MemoryItem>> StillKnownAsync(
        Stage stage, CountingEmbeddingGenerator embeddings, CancellationToken cancellationToken)
    {
        List<MemoryItem> known = [];
        await foreach (MemoryItem item in stage.Memory.GetAllAsync(stage.Scope, cancellationToken: cancellationToken))
        {
            known.Add(item);
        }

        known.Reverse();
        stage.Screen.Heading(
            "Still known",
            $"{Screen.Count(known.Count, "memory", "memories")} from the file, {Screen.Count(embeddings.Calls, "embedding call", "embedding calls")}");
        foreach (MemoryItem item in known.Take(MostShown))
        {
            stage.Screen.Entry(string.Create(CultureInfo.InvariantCulture, $"  v{item.Version}"), stage.Told(item));
        }

        if (known.Count > MostShown)
        {
            stage.Screen.Entry("  …", $"and {Screen.Count(known.Count - MostShown, "more", "more")}", textTone: Tone.Faint);
        }

        return known;
    }

    /// <summary>
    /// Gets what of the conversation came after everything known: what was appended to the file since. The rest is not remembered
    /// twice: told again, what was corrected or taken back meanwhile would be news.
    /// </summary>
    public static IReadOnlyList<Exchange> NotRememberedYet(ChatLog chat, IReadOnlyList<MemoryItem> known)
    {
        HashSet<string> sources = [.. known.SelectMany(item => item.Source?.MessageIds ?? [])];
        int last = chat.Exchanges.ToList().FindLastIndex(
            exchange => exchange.Messages.Any(message => message.MessageId is { } id && sources.Contains(id)));
        return [.. chat.Exchanges.Skip(last + 1)];
    }

    /// <summary>Says what is known once more: it is recognised, not stored twice.</summary>
    public static async Task SayAgainAsync(Stage stage, IReadOnlyList<MemoryItem> known, CancellationToken cancellationToken)
    {
        MemoryItem[] repeated = [.. known.Take(MostShown)];
        stage.Screen.Heading("Say again", $"{Screen.Count(repeated.Length, "fact that is", "facts that are")} known already");
        MemoryAddResult added = await stage.Memory.AddAsync(
            repeated.Select(item => new ChatMessage(ChatRole.User, item.Text) { AuthorName = item.ActorId }),
            stage.Scope,
            cancellationToken: cancellationToken);
        foreach (FactResult fact in added.Facts)
        {
            FactLines.WriteDecision(stage.Screen, fact);
        }
    }
}
