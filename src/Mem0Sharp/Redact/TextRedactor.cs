using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Lets the host's hook see each text before a model, the embedder or the store does. Without a hook, texts stay as they are. Thread-safe.</summary>
/// <param name="redact">The hook, or null.</param>
internal sealed class TextRedactor(Func<string, CancellationToken, ValueTask<string>>? redact)
{
    /// <summary>Gets a value indicating whether there is a hook.</summary>
    public bool IsSet => redact is not null;

    /// <summary>Redacts a text that must not become blank.</summary>
    /// <exception cref="MemoryValidationException">Nothing is left of it, or it became too long.</exception>
    public async ValueTask<string> RedactAsync(string text, string parameter, CancellationToken cancellationToken)
    {
        if (redact is null)
        {
            return text;
        }

        string redacted = await redact(text, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(redacted)
            ? throw new MemoryValidationException(
                parameter, "The redaction leaves nothing of the text.", "Let it put a placeholder in place of what it takes out.")
            : Validate.Text(redacted, parameter);
    }

    /// <summary>Redacts messages. One of which nothing is left is left out.</summary>
    public async ValueTask<IReadOnlyList<ChatMessage>> RedactAsync(
        IReadOnlyList<ChatMessage> messages, string parameter, CancellationToken cancellationToken)
    {
        if (redact is null)
        {
            return messages;
        }

        List<ChatMessage> kept = [];
        foreach (ChatMessage message in messages)
        {
            string text = message.Text is { Length: > 0 } said ? await redact(said, cancellationToken).ConfigureAwait(false) : string.Empty;
            AIContent[] images = [.. MessageImages.Of(message)];
            if (!string.IsNullOrWhiteSpace(text) || images.Length > 0)
            {
                // A message of its own: the caller's keeps its words, and other contents but images could say them again.
                AIContent[] words = string.IsNullOrWhiteSpace(text) ? [] : [new TextContent(Validate.Text(text, parameter))];
                kept.Add(new ChatMessage(message.Role, [.. words, .. images])
                {
                    AuthorName = message.AuthorName,
                    MessageId = message.MessageId,
                });
            }
        }

        return kept;
    }

    /// <summary>Redacts what was extracted, which a model has worded. Null stands for a fact of which nothing is left.</summary>
    public async ValueTask<IReadOnlyList<ExtractedFact?>> RedactAsync(IReadOnlyList<ExtractedFact> facts, CancellationToken cancellationToken)
    {
        if (redact is null)
        {
            return facts;
        }

        ExtractedFact?[] redacted = new ExtractedFact?[facts.Count];
        for (int i = 0; i < redacted.Length; i++)
        {
            string text = await redact(facts[i].Text, cancellationToken).ConfigureAwait(false);
            if (!string.IsNullOrWhiteSpace(text))
            {
                string? replaces = facts[i].Replaces is { } before ? await redact(before, cancellationToken).ConfigureAwait(false) : null;
                redacted[i] = facts[i] with { Text = Validate.Text(text, "messages"), Replaces = string.IsNullOrWhiteSpace(replaces) ? null : replaces };
            }
        }

        return redacted;
    }

    /// <summary>
    /// Redacts what writes would store. One of which nothing is left fails by itself. An import's texts are redacted where they are read, and
    /// what was redacted is not again.
    /// </summary>
    public async ValueTask<IReadOnlyList<MemoryWrite>> RedactAsync(IReadOnlyList<MemoryWrite> writes, CancellationToken cancellationToken)
    {
        if (redact is null)
        {
            return writes;
        }

        MemoryWrite[] redacted = new MemoryWrite[writes.Count];
        for (int i = 0; i < redacted.Length; i++)
        {
            redacted[i] = writes[i] switch
            {
                { IsRedacted: true } => writes[i],
                MemoryWrite.Add add => await RedactAsync(add, cancellationToken).ConfigureAwait(false),
                MemoryWrite.Patch patch => await RedactAsync(patch, cancellationToken).ConfigureAwait(false),
                _ => writes[i],
            };
        }

        return redacted;
    }

    /// <summary>Redacts the text of a change. The caller's embedding of another text goes with that text, and a text that fails is not kept.</summary>
    public async ValueTask<MemoryWrite.Patch> RedactAsync(MemoryWrite.Patch write, CancellationToken cancellationToken)
    {
        if (redact is null || write.Change.Text is not { } text)
        {
            return write with { IsRedacted = true };
        }

        try
        {
            string redacted = await RedactAsync(text, "patch", cancellationToken).ConfigureAwait(false);
            MemoryPatch change = string.Equals(redacted, text, StringComparison.Ordinal) ? write.Change : write.Change.WithText(redacted);
            return write with { Change = change, IsRedacted = true };
        }
        catch (MemoryValidationException exception)
        {
            return write with { Change = write.Change.WithText(null), IsRedacted = true, Error = exception };
        }
    }

    private async ValueTask<MemoryWrite.Add> RedactAsync(MemoryWrite.Add write, CancellationToken cancellationToken)
    {
        try
        {
            string redacted = await RedactAsync(write.Draft.Text, "text", cancellationToken).ConfigureAwait(false);
            return write with { Draft = write.Draft with { Text = redacted }, IsRedacted = true };
        }
        catch (MemoryValidationException exception)
        {
            return write with { IsRedacted = true, Error = exception };
        }
    }

    /// <summary>Redacts a memory of an import, version by version. One of which nothing is left fails by itself.</summary>
    public async ValueTask<ImportedMemory> RedactAsync(ImportedMemory memory, CancellationToken cancellationToken)
    {
        if (redact is null || memory.Error is not null)
        {
            return memory;
        }

        try
        {
            List<ImportedVersion> versions = [];
            foreach (ImportedVersion version in memory.Versions)
            {
                versions.Add(await RedactAsync(version, cancellationToken).ConfigureAwait(false));
            }

            return new ImportedMemory(memory.Id, versions);
        }
        catch (MemoryValidationException exception)
        {
            return ImportedMemory.Failed(memory.Id, exception);
        }
    }

    /// <summary>Redacts a row of an export. The embedding of another text is not the row's.</summary>
    public async ValueTask<ExportedRow> RedactAsync(ExportedRow row, CancellationToken cancellationToken)
    {
        ImportedVersion version = await RedactAsync(row.Version, cancellationToken).ConfigureAwait(false);
        return ReferenceEquals(version, row.Version) ? row : row with { Version = version, Embedding = null };
    }

    private async ValueTask<ImportedVersion> RedactAsync(ImportedVersion version, CancellationToken cancellationToken)
    {
        string redacted = await RedactAsync(version.Item.Text, "text", cancellationToken).ConfigureAwait(false);
        return string.Equals(redacted, version.Item.Text, StringComparison.Ordinal)
            ? version
            : new ImportedVersion(version.Event, version.Item with { Text = redacted });
    }
}
