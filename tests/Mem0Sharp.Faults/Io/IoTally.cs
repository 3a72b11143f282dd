namespace Mem0Sharp.Faults;

/// <summary>What the children of an I/O run said. Thread-safe.</summary>
internal sealed class IoTally
{
    private readonly Lock _gate = new();

    public int Steps { get; private set; }

    public int Points { get; private set; }

    public int Torn { get; private set; }

    public int Lost { get; private set; }

    public int Untyped { get; private set; }

    public int Unusable { get; private set; }

    /// <summary>Gets a value indicating whether there were steps and faults at all, and nothing came of them.</summary>
    public bool IsSound => this is { Steps: > 0, Points: > 0, Torn: 0, Lost: 0, Untyped: 0, Unusable: 0 };

    /// <returns>Whether the line was a count; if not it is for whoever looks.</returns>
    public bool Read(string line)
    {
        string[] words = line.Split(' ');
        lock (_gate)
        {
            switch (words)
            {
                case ["none"]:
                    return true;
                case ["steps", var steps]:
                    Steps = FaultArguments.Number(steps);
                    return true;
                case ["point", var torn, var lost, var untyped, var unusable]:
                    Points++;
                    Torn += FaultArguments.Number(torn);
                    Lost += FaultArguments.Number(lost);
                    Untyped += FaultArguments.Number(untyped);
                    Unusable += FaultArguments.Number(unusable);
                    return true;
                default:
                    return false;
            }
        }
    }
}
