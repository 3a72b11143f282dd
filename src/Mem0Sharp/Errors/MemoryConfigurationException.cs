namespace Mem0Sharp;

/// <summary>The library is set up wrongly or incompletely, for instance without the native SQLite library.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="suggestion">What to change, to the name of the package or option.</param>
/// <param name="innerException">The cause, or null.</param>
/// <remarks>Immutable.</remarks>
public sealed class MemoryConfigurationException(string message, string suggestion, Exception? innerException = null)
    : MemoryException(MemoryErrorCodes.Configuration, message, suggestion, innerException);
