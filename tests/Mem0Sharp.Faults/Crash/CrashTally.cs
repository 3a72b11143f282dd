namespace Mem0Sharp.Faults;

/// <summary>What all lanes of a crash run have seen. Thread-safe.</summary>
internal sealed class CrashTally
{
    private readonly Lock _gate = new();

    public int Points { get; private set; }

    public int Files { get; private set; }

    public int Torn { get; private set; }

    public int Lost { get; private set; }

    /// <summary>Gets the number of writes whose call had returned before the kill.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Gets the number of writes that had begun and not returned.</summary>
    public int Pending { get; private set; }

    /// <summary>Gets how many of those are in the file.</summary>
    public int Happened { get; private set; }

    public void AddFiles(int files)
    {
        lock (_gate)
        {
            Files += files;
        }
    }

    public void AddPoint(int acknowledged, bool pending, CrashVerdict verdict)
    {
        lock (_gate)
        {
            Points++;
            Acknowledged += acknowledged;
            Pending += pending ? 1 : 0;
            Happened += verdict.PendingHappened ? 1 : 0;
            Torn += verdict.Torn.Count > 0 ? 1 : 0;
            Lost += verdict.Lost.Count > 0 ? 1 : 0;
        }
    }
}
