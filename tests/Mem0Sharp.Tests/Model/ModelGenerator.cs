namespace Mem0Sharp.Tests.Model;

/// <summary>Makes random sequences of commands. The same seed makes the same sequence.</summary>
internal sealed class ModelGenerator
{
    /// <summary>Numbers this far back are still named: enough to meet deleted ones, few enough to meet the same one often.</summary>
    private const int Window = 14;

    /// <summary>Numbers from here on are of what is kept beside another memory: most are never used, as most updates are not late.</summary>
    private const int FirstKept = 500_000;

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

    /// <summary>All of one key, so that two sides of a merge meet beneath it.</summary>
    private static readonly string[] Nested =
    [
        """{"b":{"c":1}}""", """{"b":{"c":2}}""", """{"b":{"c":null}}""", """{"b":{"d":{"x":1}}}""",
        """{"b":{"d":{"x":2,"y":3}}}""", """{"b":{"d":null,"c":3}}""", """{"b":null}""",
    ];

    private readonly Random _random;
    private readonly List<int> _kept = [];
    private int _added;

    private ModelGenerator(int seed) => _random = new Random(seed);

    public static IReadOnlyList<ModelCommand> Commands(int seed, int count)
    {
        ModelGenerator generator = new(seed);
        ModelCommand[] commands = new ModelCommand[count];
        for (int i = 0; i < count; i++)
        {
            ModelCommand command = generator.Next() with { ByOther = generator.Chance(20) };
            commands[i] = command is ModelCommand.Change change
                ? change with { By = generator.Chance(70) ? generator.Pick(ModelWorld.Actors) : null, Reason = generator.Reason() }
                : command;
        }

        return commands;
    }

    private ModelCommand Next() => _random.Next(1_000) switch
    {
        < 130 => Add(),
        < 445 => new ModelCommand.Update(Update(Number())),
        < 495 => new ModelCommand.BatchUpdate(new ModelList<ModelUpdate>(Numbers().Select(Update))),
        < 575 => new ModelCommand.Restore(Number(), VersionsBack(), VersionsOff(), Chance(20)),
        < 614 => new ModelCommand.Delete(Number(), VersionsOff()),
        < 625 => new ModelCommand.BatchDelete(new ModelList<int>(Numbers())),
        < 629 => new ModelCommand.DeleteAll(Pick(ModelWorld.Asked)),
        < 648 => new ModelCommand.RollBack(
            Second(), Chance(70) ? Pick(ModelWorld.Asked) : null, Chance(70) ? Pick(ModelWorld.Actors) : null, Chance(25)),
        < 693 => new ModelCommand.SettleReview(Kept(), Pick([ReviewDecision.UseKnown, ReviewDecision.UseKept, ReviewDecision.UseBoth])),
        < 709 => new ModelCommand.Reviews(Pick(ModelWorld.Asked)),
        < 711 => new ModelCommand.Erase(Number()),
        < 713 => new ModelCommand.EraseAll(Pick(ModelWorld.Asked)),
        < 715 => new ModelCommand.Reset(),
        < 721 => new ModelCommand.Reopen(),
        < 777 => new ModelCommand.SetClock(Second()),
        < 850 => new ModelCommand.Get(Number()) { AsOf = AsOf(50) },
        < 895 => new ModelCommand.List(Pick(ModelWorld.Asked), Chance(50), Pick([1, 2, 200])) { AsOf = AsOf(40) },
        < 930 => new ModelCommand.Count(Pick(ModelWorld.Asked), Chance(50)) { AsOf = AsOf(40) },
        < 978 => new ModelCommand.Search(Pick(ModelWorld.Asked), Chance(30)) { AsOf = AsOf(40) },
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
        ConflictPolicy policy = Policy();
        return new ModelUpdate(number)
        {
            VersionsOff = policy == ConflictPolicy.Fail ? VersionsOff() : policy == ConflictPolicy.KeepBoth && Chance(60) ? -1 : VersionsLate(),
            OnConflict = policy,
            KeptNumber = policy == ConflictPolicy.KeepBoth ? NextKept() : null,
            Text = Chance(policy == ConflictPolicy.KeepBoth ? 70 : 30) ? Text() : null,
            Metadata = !Chance(policy == ConflictPolicy.Merge ? 70 : 45) ? null : Pick(Chance(40) ? Nested : Objects),
            ReplacesMetadata = Chance(15),
            Tags = replacesTags ? Letters() : null,
            AddedTags = !replacesTags && Chance(15) ? Letters() : null,
            RemovedTags = !replacesTags && Chance(15) ? Letters() : null,
            ExpiresAt = Instant(20),
            ValidFrom = Instant(12),
            ValidTo = Instant(12),
            Timestamp = Chance(12) ? Second() : null,
            IsImmutable = Chance(4),
        };
    }

    private ConflictPolicy Policy() => _random.Next(100) switch
    {
        < 65 => ConflictPolicy.Fail,
        < 75 => ConflictPolicy.NewestWins,
        < 88 => ConflictPolicy.Merge,
        _ => ConflictPolicy.KeepBoth,
    };

    /// <summary>Takes a number for what may be kept beside another memory.</summary>
    private int NextKept()
    {
        _kept.Add(FirstKept + _kept.Count);
        return _kept[^1];
    }

    /// <summary>One of the latest that may have been kept, rarely any other.</summary>
    private int Kept() => _kept.Count == 0 || Chance(8) ? Number() : _kept[Math.Max(0, _kept.Count - 1 - _random.Next(3))];

    /// <summary>Mostly no expectation, else mostly the right one.</summary>
    private int? VersionsOff() => _random.Next(10) switch
    {
        < 6 => null,
        < 9 => 0,
        _ => Chance(50) ? 1 : -1,
    };

    /// <summary>Mostly one behind, so that a patch is late.</summary>
    private int? VersionsLate() => _random.Next(10) switch
    {
        < 2 => null,
        < 3 => 0,
        < 7 => -1,
        < 9 => -2,
        _ => 1,
    };

    /// <summary>Mostly what undoes the last change.</summary>
    private int VersionsBack() => _random.Next(10) switch
    {
        < 5 => 1,
        < 7 => 2,
        < 8 => 3,
        < 9 => 0,
        _ => -1,
    };

    private ModelMoment? AsOf(int percent) => !Chance(percent) ? null : _random.Next(10) switch
    {
        < 4 => new ModelMoment(Second(), null),
        < 7 => new ModelMoment(null, Second()),
        < 9 => new ModelMoment(Second(), Second()),
        _ => new ModelMoment(Second() - 200, Chance(50) ? Second() : null),
    };

    private string Text() => Chance(2) ? "  " : Pick(Texts);

    private string Letters() => string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => (char)('p' + _random.Next(5))));

    private string? Reason() => Chance(30) ? $"reason {_random.Next(5)}" : null;

    private int? Instant(int percent) => !Chance(percent) ? null : Chance(30) ? ModelUpdate.Cleared : Second();

    /// <summary>Few instants, ten seconds apart: the clock often stands exactly where something expires.</summary>
    private int Second() => _random.Next(10) * 10;

    /// <summary>One of the latest, rarely one that was kept beside another or was never added.</summary>
    private int Number() => _random.Next(100) switch
    {
        < 3 => _added + 1_000_000,
        < 8 when _kept.Count > 0 => Kept(),
        _ => Math.Max(0, _added - 1 - _random.Next(Window)),
    };

    private IEnumerable<int> Numbers()
    {
        IEnumerable<int> numbers = [.. Enumerable.Range(0, _random.Next(6)).Select(_ => Number())];
        return Chance(10) ? numbers : [.. numbers.Distinct()];
    }

    private T Pick<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];

    private bool Chance(int percent) => _random.Next(100) < percent;
}
