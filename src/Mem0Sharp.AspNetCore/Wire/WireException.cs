using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>A request is answered with an error.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What is wrong, without what the request says.</param>
internal sealed class WireException(int status, string message) : Exception(message)
{
    public int Status => status;

    public static WireException Bad(string message) => new(StatusCodes.Status400BadRequest, message);

    public static WireException Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);

    public static WireException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    /// <summary>A member of the body, or a parameter of the query, is not what it must be.</summary>
    public static WireException Wrong(string name, string expected) => Bad($"\"{name}\" must be {expected}.");
}
