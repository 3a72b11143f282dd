namespace Mem0Sharp.Tests.History.Past;

/// <summary>Makes random histories of a few memories, and questions about them. The same seed makes the same.</summary>
internal sealed class PastGenerator(int seed)
{
    public const int Memories = 5;

    /// <summary>The last second that is spoken of; few instants, so that bounds often meet.</summary>
    private const int Horizon = 12;

    private readonly Random _random = new(seed);

    public PastCommand Next(PastOracle oracle)
    {
        int number = _random.Next(Memories);
        int versions = oracle.Versions(number);
        PastCommand command = versions == 0 ? Add(number) : _random.Next(10) switch
        {
            < 4 => Patch(number) with { Text = Text(), Timestamp = Chance(30) ? Second() : null },
            < 6 => Patch(number),
            < 7 => new PastCommand.Patch(number) { Tag = Text() },
            < 8 => new PastCommand.Delete(number),
            _ => new PastCommand.Restore(number, 1 + _random.Next(versions)),
        };
        return command with { ClockStep = _random.Next(6) switch { 0 or 1 => 0, 2 => -_random.Next(1, Horizon), _ => _random.Next(1, 4) } };
    }

    public PastQuestion Question(int now) => new(
        Chance(15) ? null : _random.Next(-1, Math.Max(now, Horizon) + 2), Chance(15) ? null : _random.Next(-1, Horizon + 1));

    public bool Chance(int percent) => _random.Next(100) < percent;

    private PastCommand.Add Add(int number)
    {
        (int? from, int? to) = (Chance(40) ? Second() : (int?)null, Chance(30) ? Second() : (int?)null);
        return new PastCommand.Add(number, Text(), from, to > from || from is null ? to : null, Chance(30) ? Second() * 2 : null);
    }

    private PastCommand.Patch Patch(int number) => new(number) { From = Instant(), To = Instant() };

    private int? Instant() => !Chance(45) ? null : Chance(20) ? PastCommand.Cleared : Second();

    private int Second() => _random.Next(Horizon);

    private string Text() => ((string[])["lives in Oslo", "lives in Bergen", "lives in Rome"])[_random.Next(3)];
}
