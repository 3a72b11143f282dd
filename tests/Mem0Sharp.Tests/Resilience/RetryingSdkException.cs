// The namespace of an SDK that calls again by itself: the library goes by it.
namespace Azure;

/// <summary>Stands for what such an SDK throws when it has given up.</summary>
internal sealed class RetryingSdkException(Exception inner) : Exception("given up", inner);
