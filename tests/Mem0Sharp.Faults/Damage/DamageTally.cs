namespace Mem0Sharp.Faults;

/// <summary>What the children of a damage run said. Thread-safe.</summary>
internal sealed class DamageTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DamageVerdict, int> _checked = [];
    private readonly Dictionary<DamageVerdict, int> _unchecked = [];

    public int Pages { get; private set; }

    public int Flips { get; private set; }

    public int Cuts { get; private set; }

    /// <summary>Gets a value indicating whether every damage was detected or did no harm, and without the check no answer was wrong.</summary>
    public bool IsSound => Flips > 0 && Checked(DamageVerdict.Detected) > 0
        && Checked(DamageVerdict.Incomplete) + Checked(DamageVerdict.Wrong) + Checked(DamageVerdict.Untyped) == 0
        && Unchecked(DamageVerdict.Wrong) + Unchecked(DamageVerdict.Untyped) == 0;

    /// <summary>Gets how often it came to this when the file was checked as it was opened.</summary>
    public int Checked(DamageVerdict verdict) => _checked.GetValueOrDefault(verdict);

    /// <summary>Gets how often it came to this when it was not.</summary>
    public int Unchecked(DamageVerdict verdict) => _unchecked.GetValueOrDefault(verdict);

    /// <returns>Whether the line was a count; if not it is for whoever looks.</returns>
    public bool Read(string line)
    {
        lock (_gate)
        {
            switch (line.Split(' '))
            {
                case ["pages", var pages]:
                    Pages = FaultArguments.Number(pages);
                    return true;
                case ["point", var kind, var with, var without]:
                    Flips += kind is "flip" ? 1 : 0;
                    Cuts += kind is "cut" ? 1 : 0;
                    Count(_checked, with);
                    Count(_unchecked, without);
                    return true;
                default:
                    return false;
            }
        }
    }

    private static void Count(Dictionary<DamageVerdict, int> counts, string name)
    {
        DamageVerdict verdict = Enum.Parse<DamageVerdict>(name);
        counts[verdict] = counts.GetValueOrDefault(verdict) + 1;
    }
}
