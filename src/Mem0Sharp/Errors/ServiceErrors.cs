using System.Net;
using System.Net.Sockets;

namespace Mem0Sharp;

/// <summary>Recognises what a model's or embedder's client throws when the service is at fault.</summary>
internal static class ServiceErrors
{
    /// <summary>Makes our error of it, or null when it is none that can be recognised.</summary>
    /// <param name="service">"chat" or "embedding".</param>
    /// <param name="exception">What the client threw. Its inner exceptions are looked at too.</param>
    public static MemoryException? Translate(string service, Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden }:
                    return new MemoryAccessDeniedException(service, $"The {service} service refused the key.", exception);
                case HttpRequestException http:
                    return new MemoryNetworkException(service, $"The {service} service failed.", exception, (int?)http.StatusCode);
                case SocketException or IOException or TimeoutException:
                    return new MemoryNetworkException(service, $"The {service} service could not be reached.", exception);
                case OperationCanceledException:
                    return new MemoryNetworkException(service, $"The {service} service did not answer in time.", exception);
                default:
                    break;
            }
        }

        return null;
    }
}
