namespace Mem0Sharp.Tests.Rules;

/// <summary>Counts how often something was rightly found, found, and there to be found.</summary>
internal sealed class Tally
{
    public int Right { get; private set; }

    public int Found { get; private set; }

    public int Wanted { get; private set; }

    public double Precision => Found == 0 ? 1 : (double)Right / Found;

    public double Recall => Wanted == 0 ? 1 : (double)Right / Wanted;

    public void Add(int right, int found, int wanted)
    {
        Right += right;
        Found += found;
        Wanted += wanted;
    }

    public override string ToString() => FormattableString.Invariant($"precision {Precision:0.000} ({Right}/{Found})  recall {Recall:0.000} ({Right}/{Wanted})");
}
