using System.Text.Json;

namespace Mem0Sharp.Evaluation;

/// <summary>Reads documents and queries: one JSON object on each line, in any order.</summary>
/// <remarks>
/// A document has "id" and "text", and may have "scope"; a query has "query" and "relevant", a list of ids, and may have "category". A query is
/// asked in the scope of its relevant documents. What else an object has is passed over.
/// </remarks>
internal static class RetrievalFile
{
    private const string CommonScope = "all";

    /// <exception cref="FormatException">It is not in this format; the message names the line.</exception>
    public static async Task<IReadOnlyList<RetrievalScope>> ReadAsync(TextReader lines, CancellationToken cancellationToken)
    {
        Dictionary<string, (string Scope, RetrievalDocument Document)> documents = new(StringComparer.Ordinal);
        List<(int Line, RetrievalQuestion Question)> queries = [];
        for (int number = 1; await lines.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                At(number, () => Take(line, number, documents, queries));
            }
        }

        if (documents.Count == 0 || queries.Count == 0)
        {
            throw new FormatException($"The file holds {documents.Count} documents and {queries.Count} queries; both are needed.");
        }

        ILookup<string, RetrievalQuestion> asked = queries
            .Select(query => (query.Question, Scope: At(query.Line, () => ScopeOf(query.Question, documents))))
            .ToLookup(query => query.Scope, query => query.Question, StringComparer.Ordinal);
        return
        [
            .. documents.Values
                .GroupBy(entry => entry.Scope, entry => entry.Document, StringComparer.Ordinal)
                .Select(scope => new RetrievalScope(scope.Key, [.. scope], [.. asked[scope.Key]])),
        ];
    }

    private static bool Take(
        string line,
        int number,
        Dictionary<string, (string Scope, RetrievalDocument Document)> documents,
        List<(int Line, RetrievalQuestion Question)> queries)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        JsonElement entry = json.RootElement;
        bool isObject = entry.ValueKind == JsonValueKind.Object;
        bool isDocument = isObject && entry.TryGetProperty("id", out _);
        bool isQuery = isObject && entry.TryGetProperty("query", out _);
        if (isDocument == isQuery)
        {
            throw new FormatException("This is neither a document with 'id' and 'text' nor a query with 'query' and 'relevant'.");
        }

        if (isQuery)
        {
            queries.Add((number, Query(entry)));
            return true;
        }

        RetrievalDocument document = Document(entry);
        string scope = Optional(entry, "scope") ?? CommonScope;
        _ = MemoryScope.ForUser(scope);
        return documents.TryAdd(document.Id!, (scope, document))
            ? true
            : throw new FormatException($"There is another document '{document.Id}'.");
    }

    private static RetrievalDocument Document(JsonElement entry)
    {
        string id = Required(entry, "id");
        Validate.Label(id, MemoryLimits.IdLength, "id");
        return new RetrievalDocument(id, Validate.Text(Required(entry, "text"), "text"), [id]);
    }

    private static RetrievalQuestion Query(JsonElement entry)
    {
        if (!entry.TryGetProperty("relevant", out JsonElement relevant) || relevant.ValueKind != JsonValueKind.Array || relevant.GetArrayLength() == 0)
        {
            throw new FormatException("'relevant' is no list of the ids of documents, at least one.");
        }

        return new RetrievalQuestion(
            Validate.Text(Required(entry, "query"), "query"),
            Optional(entry, "category"),
            relevant.EnumerateArray().Select(id => TextOf(id, "relevant")).ToHashSet(StringComparer.Ordinal));
    }

    private static string ScopeOf(RetrievalQuestion query, Dictionary<string, (string Scope, RetrievalDocument Document)> documents)
    {
        foreach (string id in query.Evidence)
        {
            if (!documents.ContainsKey(id))
            {
                throw new FormatException($"There is no document '{id}'.");
            }
        }

        string[] scopes = [.. query.Evidence.Select(id => documents[id].Scope).Distinct(StringComparer.Ordinal)];
        return scopes is [var scope] ? scope : throw new FormatException("The relevant documents are of different scopes: a query is asked in one.");
    }

    private static string Required(JsonElement entry, string name) =>
        Optional(entry, name) ?? throw new FormatException($"'{name}' is missing.");

    private static string? Optional(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) ? TextOf(value, name) : null;

    private static string TextOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new FormatException($"'{name}' has something that is no text.");

    private static T At<T>(int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is JsonException or FormatException or MemoryValidationException)
        {
            string reason = exception is JsonException ? "This is no JSON." : exception.Message;
            throw new FormatException($"Line {line}: {reason}", exception);
        }
    }
}
