using System.Buffers;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Writes the log as lines, in its order, as it stood when the export began. Used once.</summary>
internal sealed class MemoryExporter(IHistoryStore history, Stream utf8)
{
    private const int Page = 128;

    /// <summary>Most memories whose rows are read by their ids; of more, the whole log is read and what is not theirs passed over.</summary>
    private const int ById = 1_000;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private long _rejections;
    private long _epoch;

    /// <returns>The number of versions.</returns>
    public async Task<long> ExportAsync(MemoryScope? scope, EmbeddingSpace? space, CancellationToken cancellationToken)
    {
        HistoryPosition began = await history.GetPositionAsync(cancellationToken).ConfigureAwait(false);
        _epoch = began.Epoch;
        long end = began.Sequence;
        (HashSet<string>? ids, HashSet<string>? whose) = scope is null
            ? (null, null)
            : await WithinAsync(scope, end, cancellationToken).ConfigureAwait(false);
        WriteLine(writer => ExportFormat.WriteHeader(writer, space));
        await foreach (Rejection rejection in history.ReadRejectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (whose?.Contains(rejection.Value.Scope) != false)
            {
                WriteLine(writer => ExportFormat.Write(writer, rejection));
                _rejections++;
                await FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        long versions = 0;
        IAsyncEnumerable<HistoryEntry> rows = ids is { Count: <= ById }
            ? history.ReadAsync([.. ids], cancellationToken)
            : history.ReadAfterAsync(afterSequence: 0, cancellationToken);
        List<HistoryEntry> page = new(Page);
        await foreach (HistoryEntry row in rows.ConfigureAwait(false))
        {
            if (row.Sequence > end)
            {
                break;
            }

            if (ids?.Contains(row.MemoryId) == false)
            {
                continue;
            }

            page.Add(row);
            versions++;
            if (page.Count == Page)
            {
                await WriteAsync(page, cancellationToken).ConfigureAwait(false);
                page.Clear();
            }
        }

        await WriteAsync(page, cancellationToken).ConfigureAwait(false);
        WriteLine(writer => ExportFormat.WriteEnd(writer, _rejections, versions));
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await utf8.FlushAsync(cancellationToken).ConfigureAwait(false);
        return versions;
    }

    /// <summary>Gets the memories of a scope, and the hashed scopes whose rejections are wholly its own.</summary>
    private async Task<(HashSet<string> Ids, HashSet<string> Rejecting)> WithinAsync(
        MemoryScope scope, long end, CancellationToken cancellationToken)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        HashSet<MemoryScope> scopes = [];
        await foreach (IReadOnlyList<HistoryEntry> rows in history.ReadScopeAsync(scope, end, cancellationToken).ConfigureAwait(false))
        {
            if (rows.Count > 0)
            {
                ids.Add(rows[0].MemoryId);
                scopes.Add(rows[0].Item.Scope);
            }
        }

        return (ids, RejectedValue.ScopesWithin(scope, scopes).ToHashSet(StringComparer.Ordinal));
    }

    private async Task WriteAsync(List<HistoryEntry> page, CancellationToken cancellationToken)
    {
        HistoryEntry[] saying = [.. page.Where(SaysSomethingNew)];
        IReadOnlyList<ReadOnlyMemory<float>?> vectors =
            await history.GetEmbeddingsAsync([.. saying.Select(row => row.Item.Text)], cancellationToken).ConfigureAwait(false);
        bool areOfAnotherModel = (await history.GetPositionAsync(cancellationToken).ConfigureAwait(false)).Epoch != _epoch;
        int next = 0;
        foreach (HistoryEntry row in page)
        {
            // Null when it was erased since, or all were replaced: the row is still part of this export.
            ReadOnlyMemory<float>? vector = SaysSomethingNew(row) && !areOfAnotherModel ? vectors[next++] : null;
            WriteLine(writer => ExportFormat.Write(writer, row, vector));
        }

        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool SaysSomethingNew(HistoryEntry row) =>
        !row.IsDeleted && !string.Equals(row.Item.Text, row.Before?.Text, StringComparison.Ordinal);

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        using (Utf8JsonWriter writer = new(_buffer))
        {
            write(writer);
        }

        _buffer.Write("\n"u8);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await utf8.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            _buffer.ResetWrittenCount();
        }
        catch (IOException exception)
        {
            throw new MemoryStoreException("The export could not be written.", innerException: exception);
        }
    }
}
