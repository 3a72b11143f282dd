using System.Globalization;
using Mem0Sharp.Chroma.Tests;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Mem0Sharp.Chroma.Tests;

/// <summary>The server that tests share, each with a collection of its own. Whoever stops a server starts one: <see cref="ChromaServer"/>.</summary>
public sealed class SharedServer : IAsyncDisposable
{
    private readonly Lazy<Task<ChromaServer>> _server = new(() => Task.Run(() => ChromaServer.StartNewAsync(CancellationToken.None)));
    private int _collections;

    /// <summary>Gets it; it is started when first asked for.</summary>
    /// <remarks>The test is skipped where there is none to be had.</remarks>
    public Task<ChromaServer> GetAsync() => _server.Value;

    /// <summary>Gets options that name a collection which is not there yet.</summary>
    public async Task<ChromaStoreOptions> OptionsAsync() => new()
    {
        Endpoint = (await GetAsync()).Address,
        Collection = string.Create(CultureInfo.InvariantCulture, $"c-{Interlocked.Increment(ref _collections):0000}"),
    };

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && await _server.Value.ContinueWith(started => started.IsCompletedSuccessfully ? started.Result : null, TaskScheduler.Default) is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
