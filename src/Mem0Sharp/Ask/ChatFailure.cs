namespace Mem0Sharp;

/// <summary>Says what an exception of a chat client means. One that cannot be recognised counts as a failed service.</summary>
internal static class ChatFailure
{
    /// <summary>Makes the error that a caller sees, with the client's exception as its cause.</summary>
    public static MemoryException Translate(Exception exception) =>
        ServiceFailure.Translate("chat", exception)
        ?? new MemoryNetworkException("chat", $"The chat client failed with {exception.GetType().Name}.", exception);

    /// <summary>Tells whether a call with a JSON schema may have failed because of the schema.</summary>
    public static SchemaRefusal SchemaRefusalOf(MemoryException error)
    {
        if (error.InnerException is NotSupportedException or ArgumentException)
        {
            return SchemaRefusal.Certain;
        }

        if (ServiceFailure.StatusOf(error) is { } status)
        {
            // 501 is a server without structured output; the other 5xx, 408, 409, 425 and 429 pass by themselves.
            bool passes = status is 408 or 409 or 425 or 429 || (status >= 500 && status != 501);
            return passes || status is 401 or 403 ? SchemaRefusal.No : SchemaRefusal.Certain;
        }

        // What a client of this library says without a cause, it says on purpose.
        return error is not MemoryNetworkException { InnerException: not null } || ServiceFailure.IsTimeoutOrOutage(error)
            ? SchemaRefusal.No
            : SchemaRefusal.Possible;
    }
}
