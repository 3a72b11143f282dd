using Microsoft.Extensions.Logging;

namespace Mem0Sharp.Tests.Ask;

/// <summary>Keeps what is logged at a level or above.</summary>
internal sealed class CollectingLogger(LogLevel lowest) : ILogger
{
    public List<(LogLevel Level, int Event, string Text)> Entries { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // Also from the background.
        lock (Entries)
        {
            Entries.Add((logLevel, eventId.Id, formatter(state, exception) + exception));
        }
    }
}
