namespace Mem0Sharp.Tests.Ask;

/// <summary>Stands for an exception type of an SDK that the library does not know.</summary>
internal sealed class SdkException(string message, Exception? inner = null) : Exception(message, inner);
