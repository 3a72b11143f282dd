namespace Mem0Sharp.Tests.History.Past;

/// <summary>A look back, in seconds after the start: known then, held then. Null: now, and whenever.</summary>
internal readonly record struct PastQuestion(int? KnownAt, int? HeldAt)
{
    public static DateTimeOffset At(int second) => HistoryRows.Noon.AddSeconds(second);

    public MemoryAsOf AsOf => new()
    {
        KnownAt = KnownAt is { } known ? At(known) : null,
        HeldAt = HeldAt is { } held ? At(held) : null,
    };
}
