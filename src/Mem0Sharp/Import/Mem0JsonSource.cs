using System.Text.Json;

namespace Mem0Sharp;

/// <summary>A <c>get_all</c> export. Read wholly before anything is imported, so that one that is cut off imports nothing.</summary>
internal sealed class Mem0JsonSource(Func<Stream> open, bool closes) : MemoryImportSource
{
    internal override bool KnowsScopes => true;

    public override string ToString() => $"{nameof(MemoryImportSource)} (Mem0 JSON)";

    private protected override async Task<IEnumerable<ImportedMemory>> ReadAsync(
        MemoryImportOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using JsonDocument document = await ParseAsync(cancellationToken).ConfigureAwait(false);
        JsonElement list = document.RootElement;
        if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("results", out JsonElement results))
        {
            list = results;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new MemoryValidationException(
                "json", "The JSON holds no list of memories.", "Give what get_all returned: an object with a list \"results\", or the list itself.");
        }

        // Exports come newest first. Added in the order in which they were made, they are listed as in Mem0.
        ImportedMemory[] memories = [.. list.EnumerateArray().Select(item => Mem0JsonItem.Read(item, options, now))];
        return memories.OrderBy(memory => memory.Versions is [{ } first, ..] ? first.Item.CreatedAt : DateTimeOffset.MinValue);
    }

    private async Task<JsonDocument> ParseAsync(CancellationToken cancellationToken)
    {
        Stream json = open();
        try
        {
            return await JsonDocument.ParseAsync(json, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Not the inner message: it may quote the value.
            throw new MemoryValidationException(
                "json", "The JSON cannot be read: it is cut off, or it is no JSON in UTF-8.", "Export it again; a history file is imported by Mem0History.");
        }
        catch (IOException exception)
        {
            throw new MemoryStoreException("The JSON to import could not be read.", innerException: exception);
        }
        finally
        {
            if (closes)
            {
                await json.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
