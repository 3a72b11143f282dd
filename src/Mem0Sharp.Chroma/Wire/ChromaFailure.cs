using System.Net;

namespace Mem0Sharp.Chroma;

/// <summary>What a request that failed is thrown as. The server's own words are not passed on: they may quote a record.</summary>
internal static class ChromaFailure
{
    public static MemoryStoreException Unreachable(Exception cause) => new("Chroma could not be reached.", isTransient: true, innerException: cause);

    public static MemoryStoreException TimedOut(TimeSpan limit, Exception cause) =>
        new($"Chroma did not answer within {limit.TotalSeconds:0.#} s.", isTransient: true, innerException: cause);

    public static MemoryStoreException Unreadable(Exception? cause = null) => new("Chroma's answer could not be read.", innerException: cause);

    /// <summary>Gets the error for a collection that was deleted, and perhaps made again, by somebody else.</summary>
    public static MemoryStoreException Lost() => new("The collection in Chroma was deleted or replaced since it was opened.") { IsStoreLost = true };

    public static MemoryException Of(HttpStatusCode status)
    {
        int code = (int)status;
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new MemoryAccessDeniedException("store", $"Chroma refused access (HTTP {code})."),
            HttpStatusCode.NotFound => new MemoryConfigurationException(
                "There is no Chroma with API version 2 at this address (HTTP 404).", "Check Endpoint, Tenant and Database of ChromaStoreOptions."),
            HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                new MemoryStoreException($"Chroma failed (HTTP {code}).", isTransient: true, nativeErrorCode: code),
            _ => new MemoryStoreException($"Chroma refused the request (HTTP {code}).", nativeErrorCode: code),
        };
    }
}
