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

    /// <summary>Redacts the text of a change. The caller's embedding of another text goes with that text.</summary>
    public async ValueTask<MemoryPatch> RedactAsync(MemoryPatch patch, CancellationToken cancellationToken)
    {
        if (redact is null || patch.Text is not { } text)
        {
            return patch;
        }

        string redacted = await RedactAsync(text, nameof(patch), cancellationToken).ConfigureAwait(false);
        return string.Equals(redacted, text, StringComparison.Ordinal) ? patch : patch.WithText(redacted);
    }

    /// <summary>Redacts what writes would store. An import's texts are redacted where they are read.</summary>
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
                MemoryWrite.Add add => add with
                {
                    Draft = add.Draft with { Text = await RedactAsync(add.Draft.Text, "text", cancellationToken).ConfigureAwait(false) },
                },
                MemoryWrite.Patch patch => patch with { Change = await RedactAsync(patch.Change, cancellationToken).ConfigureAwait(false) },
                _ => writes[i],
            };
        }

        return redacted;
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
