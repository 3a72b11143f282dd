using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>The records of one collection. Thread-safe.</summary>
internal sealed class RecordTable(ChromaClient client, string collection, int dimensions)
{
    /// <summary>How many records or ids one request names at most: far below what SQLite, beneath a single server, takes.</summary>
    public const int MostRecords = 1000;

    // A server takes 40 MB by default. A component takes up to 16 characters.
    private const int MostCharacters = 24_000_000;
    private const int CharactersOfAComponent = 16;

    private static readonly string[] Ids = [];
    private static readonly string[] Documents = ["documents"];
    private static readonly string[] All = ["documents", "embeddings"];

    public string Collection => collection;

    public int Dimensions => dimensions;

    /// <summary>Gets how many records with their vectors are asked for at once.</summary>
    public int PageOfVectors => Math.Clamp(MostCharacters / (CharactersOfAComponent * dimensions), 1, MostRecords);

    /// <summary>Gets the keys of what a condition finds: in one request, so of one moment.</summary>
    public async Task<List<RecordKey>> KeysAsync(JsonObject? where, int? limit, CancellationToken cancellationToken)
    {
        GetReply reply = await client.GetAsync(collection, new GetRequest(Ids, Where: where, Limit: limit), cancellationToken).ConfigureAwait(false);
        return [.. reply.Ids.Select(Key)];
    }

    /// <summary>Gets the key that holds of each of some memories. One that is not there, and never was, has none.</summary>
    public async Task<Dictionary<string, RecordKey>> NewestAsync(IEnumerable<string> memoryIds, CancellationToken cancellationToken)
    {
        Dictionary<string, RecordKey> newest = new(StringComparer.Ordinal);
        foreach (RecordKey key in await KeysOfAsync(memoryIds, cancellationToken).ConfigureAwait(false))
        {
            if (!newest.TryGetValue(key.MemoryId, out RecordKey known) || key.IsNewerThan(known))
            {
                newest[key.MemoryId] = key;
            }
        }

        return newest;
    }

    /// <summary>Gets every key of some memories.</summary>
    public async Task<List<RecordKey>> KeysOfAsync(IEnumerable<string> memoryIds, CancellationToken cancellationToken)
    {
        List<RecordKey> keys = [];
        foreach (string[] chunk in memoryIds.Chunk(MostRecords))
        {
            keys.AddRange(await KeysAsync(RecordFields.Among(chunk), limit: null, cancellationToken).ConfigureAwait(false));
        }

        return keys;
    }

    /// <summary>Reads what a condition finds, up to a limit: in one request, so of one moment.</summary>
    public async Task<List<StoredRecord>> ReadAsync(JsonObject where, int limit, bool vectors, CancellationToken cancellationToken)
    {
        GetReply reply = await client.GetAsync(
            collection, new GetRequest(vectors ? All : Documents, Where: where, Limit: limit), cancellationToken).ConfigureAwait(false);
        return [.. RecordsOf(reply.Ids, reply.Documents, reply.Embeddings, vectors)];
    }

    /// <summary>Reads records. One that is not there any more is left out.</summary>
    public async IAsyncEnumerable<StoredRecord> ReadAsync(
        IEnumerable<RecordKey> keys, bool vectors, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (RecordKey[] chunk in keys.Chunk(vectors ? PageOfVectors : MostRecords))
        {
            GetReply reply = await client.GetAsync(
                collection, new GetRequest(vectors ? All : Documents, [.. chunk.Select(key => key.Id)]), cancellationToken).ConfigureAwait(false);
            foreach (StoredRecord record in RecordsOf(reply.Ids, reply.Documents, reply.Embeddings, vectors))
            {
                yield return record;
            }
        }
    }

    /// <summary>Gets what the server's index has for the nearest.</summary>
    public async Task<List<StoredRecord>> NearestAsync(float[] vector, JsonObject where, int count, CancellationToken cancellationToken)
    {
        NearestReply reply = await client.NearestAsync(collection, new NearestRequest([vector], count, where, All), cancellationToken).ConfigureAwait(false);
        return reply.Ids is [var ids]
            ? [.. RecordsOf(ids, reply.Documents?.FirstOrDefault(), reply.Embeddings?.FirstOrDefault(), vectors: true)]
            : throw ChromaFailure.Unreadable();
    }

    public async Task WriteAsync(IReadOnlyList<NewRecord> records, CancellationToken cancellationToken)
    {
        for (int start = 0; start < records.Count;)
        {
            int end = start;
            for (long characters = 0; end < records.Count && end - start < MostRecords; end++)
            {
                characters += ((long)CharactersOfAComponent * dimensions) + (2 * (records[end].Document?.Length ?? 0));
                if (characters > MostCharacters && end > start)
                {
                    break;
                }
            }

            NewRecord[] chunk = [.. records.Skip(start).Take(end - start)];
            await client.UpsertAsync(
                collection,
                new UpsertRequest(
                    Array.ConvertAll(chunk, record => record.Key.Id),
                    Array.ConvertAll(chunk, record => record.Vector),
                    Array.ConvertAll(chunk, record => record.Document),
                    Array.ConvertAll(chunk, record => record.Fields)),
                cancellationToken).ConfigureAwait(false);
            start = end;
        }
    }

    public async Task DeleteAsync(IEnumerable<RecordKey> keys, CancellationToken cancellationToken)
    {
        foreach (RecordKey[] chunk in keys.Chunk(MostRecords))
        {
            await client.DeleteAsync(collection, new DeleteRequest(Array.ConvertAll(chunk, key => key.Id)), cancellationToken).ConfigureAwait(false);
        }
    }

    private static RecordKey Key(string id) => RecordKey.TryParse(id, out RecordKey? key) ? key.Value : throw ChromaFailure.Unreadable();

    private IEnumerable<StoredRecord> RecordsOf(string[] ids, string?[]? documents, float[]?[]? embeddings, bool vectors)
    {
        if (documents?.Length != ids.Length || (vectors && embeddings?.Length != ids.Length))
        {
            throw ChromaFailure.Unreadable();
        }

        for (int i = 0; i < ids.Length; i++)
        {
            RecordKey key = Key(ids[i]);
            float[]? vector = vectors && key.Kind == RecordKind.Vector ? embeddings![i] : null;
            if (documents[i] is not { } document || (vectors && key.Kind == RecordKind.Vector && vector?.Length != dimensions))
            {
                throw ChromaFailure.Unreadable();
            }

            yield return new StoredRecord(key, Item(document), vector);
        }
    }

    private static MemoryItem Item(string document)
    {
        try
        {
            return HistoryRecord.Read(Encoding.UTF8.GetBytes(document));
        }
        catch (JsonException exception)
        {
            throw ChromaFailure.Unreadable(exception);
        }
    }
}
