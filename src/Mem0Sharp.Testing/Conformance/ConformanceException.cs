namespace Mem0Sharp.Testing;

/// <summary>A store does not keep the contract. The message says in which case, what was expected and what happened.</summary>
/// <remarks>Immutable. A test tool's: its messages show what was stored.</remarks>
public sealed class ConformanceException : Exception
{
    /// <summary>Initializes the error.</summary>
    /// <param name="caseName">The name of the case that failed.</param>
    /// <param name="message">What was expected and what happened.</param>
    /// <param name="innerException">What the store threw, or null.</param>
    public ConformanceException(string caseName, string message, Exception? innerException = null)
        : base($"{caseName}: {message}", innerException) => CaseName = caseName;

    /// <summary>Gets the name of the case that failed; of several, the first.</summary>
    public string CaseName { get; }
}
