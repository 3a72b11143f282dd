using System.Collections.ObjectModel;
using System.Text;

namespace Mem0Sharp;

/// <summary>The base of every error that Mem0Sharp raises on purpose.</summary>
/// <remarks>
/// Messages, <see cref="Details"/>, <see cref="DebugInfo"/> and <see cref="ToString"/> never hold memory text, message text or user
/// ids, so they may be logged. Cancellation is always an <see cref="OperationCanceledException"/> and a null argument an
/// <see cref="ArgumentNullException"/>; neither derives from this type. Instances are immutable.
/// </remarks>
public abstract class MemoryException : Exception
{
    private static readonly ReadOnlyDictionary<string, object?> Nothing = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Initializes the error with its facts.</summary>
    /// <param name="errorCode">A stable code, as in <see cref="MemoryErrorCodes"/>.</param>
    /// <param name="message">What happened, in one sentence, without private content.</param>
    /// <param name="suggestion">What the caller can do about it.</param>
    /// <param name="innerException">The cause, or null.</param>
    private protected MemoryException(string errorCode, string message, string suggestion, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorCode = errorCode;
        Suggestion = suggestion;
    }

    /// <summary>Gets a stable code for programs, one of <see cref="MemoryErrorCodes"/>.</summary>
    public string ErrorCode { get; }

    /// <summary>Gets what the caller can do about it, in one or two sentences.</summary>
    public string Suggestion { get; }

    /// <summary>Gets the facts of the error by name (ids of memories, versions, limits). Empty when there are none.</summary>
    public IReadOnlyDictionary<string, object?> Details { get; private protected init; } = Nothing;

    /// <summary>Gets technical facts for whoever debugs it (native error codes, HTTP status). Empty when there are none.</summary>
    public IReadOnlyDictionary<string, object?> DebugInfo { get; private protected init; } = Nothing;

    /// <summary>Gets a value indicating whether the same call may succeed later without being changed. Default false.</summary>
    public virtual bool IsTransient => false;

    /// <summary>Returns type, message and stack, and type and stack of each cause.</summary>
    /// <returns>
    /// Several lines, without the causes' own messages: a provider's may quote the prompt, a database's the row. They are in
    /// <see cref="Exception.InnerException"/>.
    /// </returns>
    public sealed override string ToString()
    {
        StringBuilder text = new();
        text.Append(GetType()).Append(": ").Append(Message);
        for (Exception? cause = InnerException; cause is not null; cause = cause.InnerException)
        {
            text.AppendLine().Append(" ---> ").Append(cause.GetType());
            if (cause is MemoryException own)
            {
                text.Append(": ").Append(own.Message);
            }

            if (cause.StackTrace is { } itsStack)
            {
                text.AppendLine().Append(itsStack);
            }
        }

        if (StackTrace is { } stack)
        {
            if (InnerException is not null)
            {
                text.AppendLine().Append("   --- End of the causes ---");
            }

            text.AppendLine().Append(stack);
        }

        return text.ToString();
    }

    private protected static ReadOnlyDictionary<string, object?> Facts(params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        Dictionary<string, object?> dictionary = new(facts.Length, StringComparer.Ordinal);
        foreach ((string name, object? value) in facts)
        {
            dictionary[name] = value;
        }

        return dictionary.AsReadOnly();
    }
}
