namespace Mem0Sharp.Tests.Model;

/// <summary>Makes random sequences of commands. The same seed makes the same sequence.</summary>
internal sealed class ModelGenerator
{
    /// <summary>Numbers this far back are still named: enough to meet deleted ones, few enough to meet the same one often.</summary>
    private const int Window = 20;

    private static readonly string[] Texts =
    [
        "Likes green tea", "Likes black tea", "Works at a bakery", "Works at a library", "Has a dog named Rex",
        "Lives in Oslo", "Lives in Bergen", "Plays the cello", "Größe 43, Zoë 🎻", " padded ",
    ];

    private static readonly string[] Objects =
    [
        "{}", """{"a":1}""", """{"a":2}""", """{"a":1.50}""", """{"a":null}""", """{"b":{"c":1}}""", """{"b":{"c":null}}""",
        """{"b":{"d":[1,null,{"x":2}]}}""", """{"b":"flat"}""", """{"b":null,"a":3}""", """{"e":{"f":{"g":null,"h":true}}}""",
        """{"user_id":"mallory"}""",
    ];

    private readonly Random _random;
    private int _added;

    private ModelGenerator(int seed) => _random = new Random(seed);

    public static IReadOnlyList<ModelCommand> Commands(int seed, int count)
    {
        ModelGenerator generator = new(seed);
        ModelCommand[] commands = new ModelCommand[count];
        for (int i = 0; i < count; i++)
        {
            commands[i] = generator.Next() with { ByOther = generator.Chance(20) };
        }

        return commands;
    }

    private ModelCommand Next() => _random.Next(1_000) switch
    {
        < 180 => Add(),
        < 500 => new ModelCommand.Update(Update(Number()), Reason()),
        < 560 => new ModelCommand.BatchUpdate(new ModelList<ModelUpdate>(Numbers().Select(Update))),
        < 610 => new ModelCommand.Delete(Number(), VersionsOff(), Reason()),
        < 630 => new ModelCommand.BatchDelete(new ModelList<int>(Numbers())),
        < 637 => new ModelCommand.DeleteAll(Pick(ModelWorld.Asked)),
        < 640 => new ModelCommand.Reset(),
        < 646 => new ModelCommand.Reopen(),
        < 716 => new ModelCommand.SetClock(Second()),
        < 800 => new ModelCommand.Get(Number()),
        < 860 => new ModelCommand.List(Pick(ModelWorld.Asked), Chance(50), Pick([1, 2, 200])),
        < 910 => new ModelCommand.Count(Pick(ModelWorld.Asked), Chance(50)),
        < 970 => new ModelCommand.Search(Pick(ModelWorld.Asked), Chance(30)),
        _ => new ModelCommand.History(Number()),
    };

    private ModelCommand.Add Add() => new(_added++, Pick(ModelWorld.Births), Text())
    {
        Metadata = Chance(40) ? Pick(Objects) : null,
        Tags = Chance(40) ? Letters() : string.Empty,
        ExpiresAt = Chance(25) ? Second() : null,
        ValidFrom = Chance(15) ? Second() : null,
        ValidTo = Chance(15) ? Second() : null,
        IsImmutable = Chance(5),
    };

    private ModelUpdate Update(int number)
    {
        bool replacesTags = Chance(8);
        return new ModelUpdate(number)
        {
            VersionsOff = VersionsOff(),
            Text = Chance(30) ? Text() : null,
            Metadata = Chance(45) ? Pick(Objects) : null,
            ReplacesMetadata = Chance(15),
            Tags = replacesTags ? Letters() : null,
            AddedTags = !replacesTags && Chance(15) ? Letters() : null,
            RemovedTags = !replacesTags && Chance(15) ? Letters() : null,
            ExpiresAt = Instant(20),
            ValidFrom = Instant(12),
            ValidTo = Instant(12),
        };
    }

    /// <summary>Mostly no expectation, else mostly the right one.</summary>
    private int? VersionsOff() => _random.Next(10) switch
    {
        < 6 => null,
        < 9 => 0,
        _ => Chance(50) ? 1 : -1,
    };

    private string Text() => Chance(2) ? "  " : Pick(Texts);

    private string Letters() => string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => (char)('p' + _random.Next(5))));

    private string? Reason() => Chance(30) ? $"reason {_random.Next(5)}" : null;

    private int? Instant(int percent) => !Chance(percent) ? null : Chance(30) ? ModelUpdate.Cleared : Second();

    /// <summary>Few instants, ten seconds apart: the clock often stands exactly where something expires.</summary>
    private int Second() => _random.Next(10) * 10;

    /// <summary>One of the latest, rarely one that was never added.</summary>
    private int Number() => Chance(3) ? _added + 1_000_000 : Math.Max(0, _added - 1 - _random.Next(Window));

    private IEnumerable<int> Numbers()
    {
        IEnumerable<int> numbers = [.. Enumerable.Range(0, _random.Next(6)).Select(_ => Number())];
        return Chance(10) ? numbers : [.. numbers.Distinct()];
    }

    private T Pick<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    private bool Chance(int percent) => _random.Next(100) < percent;
}
