namespace Mem0Sharp.Tests.Migrate;

/// <summary>Notes what is reported, in its order.</summary>
internal sealed class Told : IProgress<HistoryMigrationProgress>
{
    public List<HistoryMigrationProgress> Seen { get; } = [];

    public void Report(HistoryMigrationProgress value) => Seen.Add(value);
}
