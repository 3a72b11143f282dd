namespace Mem0Sharp;

/// <summary>How far <see cref="HistoryMigration.MigrateAsync"/> has come. No number goes down.</summary>
/// <param name="Copied">How many rows are in the target, those of an attempt before this one too.</param>
/// <param name="Compared">How many of them were compared since.</param>
/// <param name="Total">How many rows the source is known to have by now.</param>
/// <remarks>Immutable.</remarks>
public readonly record struct HistoryMigrationProgress(long Copied, long Compared, long Total);
