namespace Mem0Sharp;

/// <summary>What was exported, read line by line while it is imported.</summary>
internal sealed class ExportSource(Func<Stream> open, bool closes) : MemoryImportSource
{
    internal override bool KnowsScopes => true;

    public override string ToString() => $"{nameof(MemoryImportSource)} (export)";

    internal override async Task<MemoryImportResult> ImportAsync(MemoryParts parts, MemoryImportOptions options, CancellationToken cancellationToken)
    {
        Stream utf8 = open();
        try
        {
            return await new ExportImporter(parts, new ExportReader(utf8, options.Trust)).ImportAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new MemoryStoreException("The export could not be read.", innerException: exception);
        }
        finally
        {
            if (closes)
            {
                await utf8.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private protected override Task<IEnumerable<ImportedMemory>> ReadAsync(
        MemoryImportOptions options, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException("It is imported in the order of its log.");
}
