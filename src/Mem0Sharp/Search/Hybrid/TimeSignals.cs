namespace Mem0Sharp;

/// <summary>What time tells of memories, for one question: whether they are of the time that it names, how new they are, how much they still matter.</summary>
/// <remarks>Of the memory, the question and the clock alone. Each is null where it does not count.</remarks>
internal readonly record struct TimeSignals
{
    private readonly NamedPeriod? _period;
    private readonly DateTimeOffset _now;
    private readonly TimeSpan? _recencyHalfLife;
    private readonly TimeSpan? _salienceHalfLife;

    private TimeSignals(NamedPeriod? period, DateTimeOffset now, MemorySearchOptions options)
    {
        (_period, _now) = (period, now);
        (_recencyHalfLife, _salienceHalfLife) = (options.RecencyHalfLife, options.SalienceHalfLife);
    }

    /// <param name="text">The question.</param>
    /// <param name="options">Settings.</param>
    /// <param name="now">The clock or, of a look back, the moment whose knowledge is asked for.</param>
    /// <remarks>Where is asked what held at a moment, "now" is that moment: the words speak of what holds, not of when we learned it.</remarks>
    public static TimeSignals Of(string text, MemorySearchOptions options, DateTimeOffset now) =>
        new(NamedPeriod.Find(text, options.AsOf?.HeldAt ?? now), now, options);

    public double? Period(MemoryItem item) => _period?.Nearness(item);

    public double? Recency(MemoryItem item) => _recencyHalfLife is { } halfLife ? MemoryDecay.Recency(item, _now, halfLife) : null;

    public double? Salience(MemoryItem item) => _salienceHalfLife is { } halfLife ? MemoryDecay.Salience(item, _now, halfLife) : null;
}
