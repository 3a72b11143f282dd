namespace Mem0Sharp;

/// <summary>How far <see cref="HistoryMigration.MigrateAsync"/> has come.</summary>
/// <param name="Copied">How many rows are in the target, those of an attempt before this one too. Never goes down.</param>
/// <param name="Compared">How many of them were compared since. Never goes down.</param>
/// <param name="Total">How many rows the source has at most, until all are compared: then, how many it has.</param>
/// <remarks>Immutable.</remarks>
public readonly record struct HistoryMigrationProgress(long Copied, long Compared, long Total);
