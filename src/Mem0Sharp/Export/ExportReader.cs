using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Reads an export, and checks each line as it would check a caller. Used once.</summary>
/// <param name="utf8">The lines.</param>
/// <param name="trust">The tier of all that stands in it, or null for what it says itself.</param>
internal sealed class ExportReader(Stream utf8, MemoryTrust? trust = null)
{
    private const int ChunkRows = 500, ChunkBytes = 8 << 20, HashLength = 64;

    // Metadata and its levels stand two levels deep in a line.
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = MemoryLimits.MetadataDepth + 2 };

    private readonly LineReader _lines = new(utf8, ExportFormat.LineBytes);
    private long _rejections;
    private long _versions;
    private bool _hasEnded;

    /// <summary>Gets the space of the embeddings, or null when there are none.</summary>
    public EmbeddingSpace? Space { get; private set; }

    /// <exception cref="MemoryExportException">It is no export, or one of a newer version.</exception>
    public async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> line = await _lines.ReadAsync(cancellationToken).ConfigureAwait(false) ?? throw Wrong("There is nothing.", 1);
        Space = Parsed(line, json =>
        {
            if (json.ValueKind != JsonValueKind.Object || Text(json, "format") is not ExportFormat.Name)
            {
                throw Wrong("It does not say that this is an export.");
            }

            int version = json.GetProperty("version").GetInt32();
            if (version != ExportFormat.Version)
            {
                throw Wrong($"The export is of format {version}; this version of Mem0Sharp reads format {ExportFormat.Version}.");
            }

            if (Text(json, "embedding_model") is not { } model)
            {
                return null;
            }

            int dimensions = json.GetProperty("embedding_dimensions").GetInt32();
            return dimensions is >= 1 and <= MemoryLimits.Dimensions
                ? new EmbeddingSpace(model, dimensions)
                : throw Wrong("The number of dimensions is out of range.");
        });
    }

    /// <summary>Reads the next lines.</summary>
    /// <returns>The lines; null when the last one was there and all came before it.</returns>
    /// <exception cref="MemoryExportException">A line cannot be read, or the export is cut off. Of its chunk, nothing is to be used.</exception>
    public async Task<ExportChunk?> ReadChunkAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        ExportChunk chunk = new();
        for (int bytes = 0; !_hasEnded && chunk.Rows.Count + chunk.Rejections.Count < ChunkRows && bytes < ChunkBytes;)
        {
            if (await _lines.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } line)
            {
                throw Wrong("It is missing: the export is cut off.", _lines.Line + 1);
            }

            bytes += line.Length;
            Parsed(line, json =>
            {
                Take(json, chunk, now);
                return true;
            });
        }

        if (_hasEnded && await _lines.ReadAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            throw Wrong("It stands after the last line.");
        }

        return _hasEnded && chunk.Rows.Count + chunk.Rejections.Count == 0 ? null : chunk;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    private static bool IsHash(string? text) => text is { Length: HashLength } && text.All(char.IsAsciiHexDigitLower);

    private void Take(JsonElement json, ExportChunk chunk, DateTimeOffset now)
    {
        if (json.TryGetProperty("event", out _))
        {
            chunk.Rows.Add(Row(json));
            _versions++;
        }
        else if (json.TryGetProperty("rejected", out JsonElement rejected))
        {
            chunk.Rejections.Add(Rejection(rejected, now));
            _rejections++;
        }
        else if (json.TryGetProperty("end", out JsonElement end))
        {
            _hasEnded = end.GetProperty("rejections").GetInt64() == _rejections && end.GetProperty("versions").GetInt64() == _versions
                ? true
                : throw Wrong("It counts other lines than there are.");
        }
        else
        {
            throw Wrong("It is of no known kind.");
        }
    }

    private Rejection Rejection(JsonElement json, DateTimeOffset now)
    {
        string? scope = Text(json, "scope"), value = Text(json, "value");
        DateTimeOffset at = json.GetProperty("at").GetDateTimeOffset().ToUniversalTime();

        // Not later than now: nothing could be said again until then.
        return IsHash(scope) && IsHash(value)
            ? new Rejection(new RejectedValue(scope!, value!), at < now ? at : now)
            : throw Wrong("What is rejected is no hash.");
    }

    private ExportedRow Row(JsonElement json)
    {
        MemoryEvent change = WireNames.MemoryEvent(Text(json, "event") ?? string.Empty);
        Utf8JsonReader record = new(JsonMarshal.GetRawUtf8Value(json.GetProperty("memory")), new JsonReaderOptions { MaxDepth = MemoryLimits.MetadataDepth + 1 });
        record.Read();
        MemoryItem item = ImportCheck.Checked(MemoryItemJsonConverter.Read(ref record, MemoryMetadata.From));
        if (item.Version < 1 || item.CreatedAt == default || item.UpdatedAt == default)
        {
            throw Wrong("The memory has no version or no times.");
        }

        item = item with { Trust = trust ?? item.Trust };
        ChangeNote note = new(
            Validate.Label(Text(json, "changed_by"), MemoryLimits.IdLength, "changed_by"),
            Validate.Label(Text(json, "changed_by_role"), MemoryLimits.IdLength, "changed_by_role"),
            Validate.Label(Text(json, "reason"), MemoryLimits.ReasonLength, "reason"),
            Trust: null);
        return new ExportedRow(_lines.Line, new ImportedVersion(change, item), note, Embedding(json));
    }

    private Embedding<float>? Embedding(JsonElement json)
    {
        if (!json.TryGetProperty("embedding", out JsonElement base64))
        {
            return null;
        }

        byte[] bytes = base64.GetBytesFromBase64();
        float[] vector = bytes.Length == (Space?.Dimensions ?? 0) * sizeof(float)
            ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
            : throw Wrong("The embedding has another length than the first line says.");
        return Array.TrueForAll(vector, float.IsFinite) && Array.Exists(vector, component => component != 0)
            ? new Embedding<float>(vector) { ModelId = Space!.Model }
            : throw Wrong("The embedding is of zero length, or holds a number that is not finite.");
    }

    /// <summary>Makes something of a line, with whatever is wrong as our error. Not the inner message: it may quote the value.</summary>
    private T Parsed<T>(ReadOnlyMemory<byte> line, Func<JsonElement, T> read)
    {
        try
        {
            if (!Utf8.IsValid(line.Span))
            {
                throw Wrong("It is no UTF-8.");
            }

            using JsonDocument document = JsonDocument.Parse(line, Reading);
            return read(document.RootElement);
        }
        catch (MemoryValidationException error)
        {
            throw Wrong($"{error.Parameter}: {error.Message}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException)
        {
            throw Wrong("It is no JSON as an export has it.");
        }
    }

    private MemoryExportException Wrong(string message) => Wrong(message, _lines.Line);

    private static MemoryExportException Wrong(string message, long line) => new(line, message);
}
