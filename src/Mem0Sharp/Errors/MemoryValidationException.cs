namespace Mem0Sharp;

/// <summary>An argument is not acceptable. Nothing was embedded, asked of a model, or written.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryValidationException : MemoryException
{
    /// <summary>Initializes the error.</summary>
    /// <param name="parameter">The name of the argument or member at fault.</param>
    /// <param name="message">What is wrong with it, without its content.</param>
    /// <param name="suggestion">What would be accepted.</param>
    public MemoryValidationException(string parameter, string message, string suggestion)
        : base(MemoryErrorCodes.Validation, message, suggestion)
    {
        Parameter = parameter;
        Details = Facts(("parameter", parameter));
    }

    /// <summary>Gets the name of the argument or member at fault.</summary>
    public string Parameter { get; }
}
