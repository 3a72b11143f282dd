namespace Mem0Sharp;

/// <summary>How much is left of a memory's newness and salience at an instant: pure functions of the memory and the clock. Thread-safe.</summary>
/// <remarks>
/// The signals of <see cref="MemorySearchOptions.RecencyHalfLife"/> and <see cref="MemorySearchOptions.SalienceHalfLife"/>, for a ranking of one's own too.
/// </remarks>
public static class MemoryDecay
{
    /// <summary>Says how new a memory is: 2^(−age / half-life).</summary>
    /// <param name="item">The memory. Its age is since it holds (<see cref="MemoryItem.ValidFrom"/>), else since it was said
    /// (<see cref="MemorySource.OccurredAt"/>), else since it was recorded (<see cref="MemoryItem.CreatedAt"/>).</param>
    /// <param name="now">The instant it is asked at.</param>
    /// <param name="halfLife">After how long it is 1/2; above 0. <see cref="TimeSpan.MaxValue"/>: it is always 1.</param>
    /// <returns>0 to 1: 1 for what is of now or of later, 1/2 after a half-life, 1/4 after two.</returns>
    /// <exception cref="MemoryValidationException"><paramref name="halfLife"/> is not above 0.</exception>
    public static double Recency(MemoryItem item, DateTimeOffset now, TimeSpan halfLife)
    {
        ArgumentNullException.ThrowIfNull(item);
        Validate.HalfLife(halfLife, nameof(halfLife));
        return Left(item.SaidAt, now, halfLife);
    }

    /// <summary>Says how much a memory still matters: salience · 2^(−time without a change / half-life).</summary>
    /// <param name="item">The memory: its <see cref="MemoryItem.Salience"/>, and when it was last changed (<see cref="MemoryItem.UpdatedAt"/>), be it by
    /// feedback or otherwise.</param>
    /// <param name="now">The instant it is asked at.</param>
    /// <param name="halfLife">After how long it is half of the salience; above 0. <see cref="TimeSpan.MaxValue"/>: it is always the salience.</param>
    /// <returns>0 to 1: the salience for what was changed now or later, half of it after a half-life.</returns>
    /// <exception cref="MemoryValidationException"><paramref name="halfLife"/> is not above 0.</exception>
    public static double Salience(MemoryItem item, DateTimeOffset now, TimeSpan halfLife)
    {
        ArgumentNullException.ThrowIfNull(item);
        Validate.HalfLife(halfLife, nameof(halfLife));

        // An item that a caller made, or a file from elsewhere, can have any number.
        double salience = double.IsNaN(item.Salience) ? 0 : Math.Clamp(item.Salience, 0, 1);
        return salience * Left(item.UpdatedAt, now, halfLife);
    }

    private static double Left(DateTimeOffset since, DateTimeOffset now, TimeSpan halfLife) =>
        halfLife == TimeSpan.MaxValue || since >= now ? 1 : Math.Pow(2, -((now - since) / halfLife));
}
