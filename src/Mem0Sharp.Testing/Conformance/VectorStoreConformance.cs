namespace Mem0Sharp.Testing;

/// <summary>The conformance suite of <see cref="IVectorStore"/>: what every store must pass, bound to no test framework.</summary>
/// <remarks>
/// Immutable and thread-safe. Run each of <see cref="Cases"/> as a test of its own, so that a failure has a name; or all at once
/// with <see cref="RunAllAsync"/>. The cases wait for nothing but the store and read no clock.
/// </remarks>
public sealed class VectorStoreConformance
{
    /// <summary>The dimension of the vectors the cases store: 8.</summary>
    public const int Dimensions = 8;

    private readonly Func<CancellationToken, Task<IVectorStore>> _createEmpty;
    private readonly Func<IVectorStore, CancellationToken, Task<IVectorStore>>? _reopen;

    /// <summary>Initializes the suite for one kind of store.</summary>
    /// <param name="createEmpty">Makes a store that is empty and was not opened. The suite opens and disposes it.</param>
    /// <param name="reopen">
    /// For a store that outlives its object: disposes the one given and returns another, not opened, over the same data. Default
    /// null: the same object is opened again.
    /// </param>
    /// <param name="seed">The seed of everything random in the cases. It stands in every failure's message.</param>
    public VectorStoreConformance(
        Func<CancellationToken, Task<IVectorStore>> createEmpty,
        Func<IVectorStore, CancellationToken, Task<IVectorStore>>? reopen = null,
        int seed = 20260101)
    {
        ArgumentNullException.ThrowIfNull(createEmpty);
        _createEmpty = createEmpty;
        _reopen = reopen;
        Seed = seed;
        Cases =
        [
            .. new[]
                {
                    SearchCases.All, ScopeCases.All, ExpiryCases.All, TrustCases.All, VersionCases.All, KeywordCases.All, KeywordChangeCases.All,
                    NoVectorCases.All, DescribeCases.All, FilterCases.All, PositionCases.All, RefusalCases.All, LifecycleCases.All, CancellationCases.All, ConcurrencyCases.All,
                }
                .SelectMany(group => group)
                .Select(entry => new ConformanceCase(this, entry.Name, entry.Body)),
        ];
    }

    /// <summary>Gets the cases, in the order of the contract.</summary>
    public IReadOnlyList<ConformanceCase> Cases { get; }

    /// <summary>Gets the seed of everything random in the cases.</summary>
    public int Seed { get; }

    /// <summary>Runs all cases, one after the other, also when some fail.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>A task that ends when the store has passed them all.</returns>
    /// <exception cref="ConformanceException">At least one case failed; the message lists all that did.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAllAsync(CancellationToken cancellationToken = default)
    {
        List<ConformanceException> failures = [];
        foreach (ConformanceCase conformanceCase in Cases)
        {
            try
            {
                await conformanceCase.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ConformanceException failure)
            {
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            throw new ConformanceException(
                failures[0].CaseName,
                $"{failures.Count} of {Cases.Count} cases failed:\n{string.Join('\n', failures.Select(failure => failure.Message))}",
                new AggregateException(failures));
        }
    }

    internal Task<IVectorStore> CreateEmptyAsync(CancellationToken cancellationToken) => _createEmpty(cancellationToken);

    internal Task<IVectorStore> ReopenAsync(IVectorStore store, CancellationToken cancellationToken) =>
        _reopen is null ? Task.FromResult(store) : _reopen(store, cancellationToken);
}
