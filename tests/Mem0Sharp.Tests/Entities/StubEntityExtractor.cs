namespace Mem0Sharp.Tests.Entities;

/// <summary>An extractor that answers as it is told, and counts what it was asked.</summary>
internal sealed class StubEntityExtractor(Func<string, IReadOnlyList<MemoryEntity>> answer) : IEntityExtractor
{
    public List<string> Asked { get; } = [];

    /// <summary>Gets or sets the error of the next call.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Gets or sets how many lists are left out of the next answer.</summary>
    public int Missing { get; set; }

    public Task<IReadOnlyList<IReadOnlyList<MemoryEntity>>> ExtractAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        Asked.AddRange(texts);
        Exception? failure = Failure;
        int missing = Missing;
        (Failure, Missing) = (null, 0);
        return failure is not null
            ? Task.FromException<IReadOnlyList<IReadOnlyList<MemoryEntity>>>(failure)
            : Task.FromResult<IReadOnlyList<IReadOnlyList<MemoryEntity>>>([.. texts.Select(answer).Skip(missing)]);
    }
}
