namespace Quickstart;

/// <summary>What was asked for cannot be done as it was asked: a wrong option, a missing or unreadable file. Exit code 2.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
