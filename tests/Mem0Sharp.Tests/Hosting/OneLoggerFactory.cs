using Microsoft.Extensions.Logging;

namespace Mem0Sharp.Tests.Hosting;

/// <summary>Gives the same logger to every category.</summary>
internal sealed class OneLoggerFactory(ILogger logger) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => logger;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one logger.");

    public void Dispose()
    {
    }
}
