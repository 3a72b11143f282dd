using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mem0Sharp.Chroma;

/// <summary>Chroma's REST API, version 2: the part that a store needs. Thread-safe.</summary>
internal sealed class ChromaClient(HttpClient http, StoreSettings settings)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private string Named => $"{settings.Collections}/{settings.Collection}";

    /// <returns>Null where it is not there.</returns>
    public async Task<CollectionReply?> FindCollectionAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, Named, body: null, cancellationToken).ConfigureAwait(false);
        return await IsMissingAsync(response, cancellationToken).ConfigureAwait(false)
            ? null
            : await ReadAsync(response, ChromaJson.Default.CollectionReply, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null where another has made it meanwhile.</returns>
    public async Task<CollectionReply?> CreateCollectionAsync(CollectionCreation creation, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Post, settings.Collections, Bytes(creation, ChromaJson.Default.CollectionCreation), cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.Conflict => null,
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound => throw new MemoryConfigurationException(
                $"Chroma would not make the collection (HTTP {(int)response.StatusCode}).", "Check that the tenant and the database of ChromaStoreOptions are there."),
            _ => await ReadAsync(response, ChromaJson.Default.CollectionReply, cancellationToken).ConfigureAwait(false),
        };
    }

    public async Task DeleteCollectionAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Delete, Named, body: null, cancellationToken).ConfigureAwait(false);
        if (!await IsMissingAsync(response, cancellationToken).ConfigureAwait(false))
        {
            EnsureSuccess(response);
        }
    }

    public Task ChangeCollectionAsync(string collection, CollectionChange change, CancellationToken cancellationToken) =>
        OnCollectionAsync(HttpMethod.Put, collection, Bytes(change, ChromaJson.Default.CollectionChange), ChromaJson.Default.JsonElement, cancellationToken);

    public Task UpsertAsync(string collection, UpsertRequest request, CancellationToken cancellationToken) => OnCollectionAsync(
        HttpMethod.Post, $"{collection}/upsert", Bytes(request, ChromaJson.Default.UpsertRequest), ChromaJson.Default.JsonElement, cancellationToken);

    public Task DeleteAsync(string collection, DeleteRequest request, CancellationToken cancellationToken) => OnCollectionAsync(
        HttpMethod.Post, $"{collection}/delete", Bytes(request, ChromaJson.Default.DeleteRequest), ChromaJson.Default.JsonElement, cancellationToken);

    public Task<GetReply> GetAsync(string collection, GetRequest request, CancellationToken cancellationToken) => OnCollectionAsync(
        HttpMethod.Post, $"{collection}/get", Bytes(request, ChromaJson.Default.GetRequest), ChromaJson.Default.GetReply, cancellationToken);

    public Task<NearestReply> NearestAsync(string collection, NearestRequest request, CancellationToken cancellationToken) => OnCollectionAsync(
        HttpMethod.Post, $"{collection}/query", Bytes(request, ChromaJson.Default.NearestRequest), ChromaJson.Default.NearestReply, cancellationToken);

    private static byte[] Bytes<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private async Task<T> OnCollectionAsync<T>(HttpMethod method, string path, byte[] body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(method, $"{settings.Collections}/{path}", body, cancellationToken).ConfigureAwait(false);
        return await IsMissingAsync(response, cancellationToken).ConfigureAwait(false)
            ? throw ChromaFailure.Lost()
            : await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, byte[]? body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, address);
        settings.Authorize(request.Headers);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        }

        // The whole answer is read here, so that the time it takes counts too.
        return await TimedAsync(token => http.SendAsync(request, HttpCompletionOption.ResponseContentRead, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> TimedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        try
        {
            return await call(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw ChromaFailure.TimedOut(settings.Timeout, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw ChromaFailure.Unreachable(exception);
        }
    }

    /// <summary>Tells whether Chroma itself says that something is not there; a 404 of something else is no answer to rely on.</summary>
    private static async Task<bool> IsMissingAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            return false;
        }

        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body, ChromaJson.Default.JsonElement) is { ValueKind: JsonValueKind.Object } reply
                && reply.TryGetProperty("error", out JsonElement error)
                && error.ValueKind == JsonValueKind.String
                && error.ValueEquals("NotFoundError");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        EnsureSuccess(response);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw ChromaFailure.Unreadable();
        }
        catch (JsonException exception)
        {
            throw ChromaFailure.Unreadable(exception);
        }
    }

    private static void EnsureSuccess(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw ChromaFailure.Of(response.StatusCode);
        }
    }
}
