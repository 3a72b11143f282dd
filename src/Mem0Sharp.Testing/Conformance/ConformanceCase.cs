namespace Mem0Sharp.Testing;

/// <summary>One sentence of the contract of <see cref="IVectorStore"/>, as a program that fails when a store breaks it.</summary>
/// <remarks>Immutable and thread-safe: every run makes a store of its own and disposes it.</remarks>
public sealed class ConformanceCase
{
    private readonly VectorStoreConformance _suite;
    private readonly Func<ConformanceRun, Task> _body;

    internal ConformanceCase(VectorStoreConformance suite, string name, Func<ConformanceRun, Task> body)
    {
        _suite = suite;
        _body = body;
        Name = name;
    }

    /// <summary>Gets the name, unique in the suite: what is done, under which condition, with what outcome.</summary>
    public string Name { get; }

    /// <summary>Runs the case against a new, empty store.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>A task that ends when the store has kept this sentence.</returns>
    /// <exception cref="ConformanceException">It has not.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        ConformanceRun run = await ConformanceRun.StartAsync(_suite, Name, cancellationToken).ConfigureAwait(false);
        try
        {
            await _body(run).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is not ConformanceException
            && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw run.Failure($"expected no exception, actual {exception.GetType().Name}: {exception.Message}", exception);
        }
        finally
        {
            await run.Store.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Returns the name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
