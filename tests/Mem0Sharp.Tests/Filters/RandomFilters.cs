using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Filters;

/// <summary>Random memories, and random filters that ask for what such memories have.</summary>
internal sealed class RandomFilters(Random random)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Words = ["tea", "Tea", "oslo", "*", "", "ünïcödé", "istanbul", "2026-01-03", "2026-01-03T00:00:00Z", "a\"b\\"];
    private static readonly string[] Keys = ["a", "b", "c", "d.e", @"f\.g", "list.x", "role"];
    private static readonly string[] Ids = ["x", "y", "z"];

    /// <summary>Makes a memory of one of three users, and perhaps of agents and runs.</summary>
    public MemoryItem Item(string id, int version = 1) => new()
    {
        Id = id,
        Text = $"{Word()} {Word()} {id} in {Of("Oslo", "Rome")}",
        Scope = MemoryScope.ForUser(Id(), Maybe(Id()), Maybe(Id()), Maybe(Id())),
        LinkedAgentIds = random.Next(4) == 0 ? [Id()] : [],
        LinkedRunIds = random.Next(4) == 0 ? [Id()] : [],
        Version = version,
        Type = (MemoryType)random.Next(5),
        Tags = [.. Words.Where(word => word.Length > 0 && random.Next(4) == 0)],
        Links = random.Next(3) == 0 ? [new MemoryLink(Id())] : [],
        ActorId = Maybe(Id()),
        Role = Maybe("user"),
        CreatedAt = Moment(),
        UpdatedAt = Moment(),
        ExpiresAt = random.Next(3) == 0 ? Moment() : null,
        ValidFrom = random.Next(3) == 0 ? Moment() : null,
        Metadata = MemoryMetadata.From(Json()),
    };

    public JsonObject Json()
    {
        JsonObject json = [];
        foreach (string key in (string[])["a", "b", "c", "role", "f.g"])
        {
            if (random.Next(3) > 0)
            {
                json[key] = Value(depth: 1);
            }
        }

        json["d"] = new JsonObject { ["e"] = Value(depth: 1) };
        json["list"] = new JsonArray(new JsonObject { ["x"] = Value(depth: 0) }, Value(depth: 0));
        return json;
    }

    public MemoryFilter Next(int depth = 3) => depth == 0 || random.Next(3) == 0
        ? Comparison()
        : random.Next(4) switch
        {
            0 => Next(depth - 1).Not(),
            1 => MemoryFilter.AnyOf(Several(depth)),
            _ => MemoryFilter.AllOf(Several(depth)),
        };

    public string Id() => Ids[random.Next(Ids.Length)];

    private MemoryFilter[] Several(int depth) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Next(depth - 1))];

    private MemoryFilter Comparison() => random.Next(10) switch
    {
        0 => Compared(MemoryField.Version, () => random.Next(1, 4)),
        1 => Compared(Of(MemoryField.CreatedAt, MemoryField.UpdatedAt, MemoryField.ExpiresAt, MemoryField.ValidFrom, MemoryField.ValidTo), () => Moment()),
        2 => Compared(Of(MemoryField.UserId, MemoryField.AgentId, MemoryField.RunId, MemoryField.AppId, MemoryField.ActorId, MemoryField.Links), () => Id()),
        3 => random.Next(2) == 0 ? Compared(MemoryField.Tags, () => Word()) : Compared(MemoryField.Entities, () => Of("Oslo", "Rome", "in")),
        4 => Of(MemoryField.Type.EqualTo((MemoryType)random.Next(5)), MemoryField.Role.Exists(), MemoryField.Text.Contains(Word()), MemoryField.Tags.ContainsIgnoringCase(Word())),
        5 => Of(MemoryField.Metadata(Key()).Contains(Word()), MemoryField.Metadata(Key()).ContainsIgnoringCase(Word())),
        _ => Compared(MemoryField.Metadata(Key()), Operand),
    };

    private MemoryFilter Compared(MemoryField field, Func<MemoryFilterValue> value) => random.Next(9) switch
    {
        0 => field.NotEqualTo(value()),
        1 => field.GreaterThan(Ordered(value)),
        2 => field.AtLeast(Ordered(value)),
        3 => field.LessThan(Ordered(value)),
        4 => field.AtMost(Ordered(value)),
        5 => field.In([.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => value())]),
        6 => field.NotIn([.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => value())]),
        7 => random.Next(2) == 0 ? field.Exists() : field.Missing(),
        _ => field.EqualTo(value()),
    };

    private static MemoryFilterValue Ordered(Func<MemoryFilterValue> value)
    {
        MemoryFilterValue operand = value();
        while (operand.Equals(true) || operand.Equals(false))
        {
            operand = value();
        }

        return operand;
    }

    private MemoryFilterValue Operand() => random.Next(6) switch
    {
        0 => random.Next(2) == 0,
        1 => random.Next(-2, 5),
        2 => random.Next(-20, 50) / 10.0,
        3 => Moment(),
        4 => random.Next(-20, 50) / 10m,
        _ => Word(),
    };

    private JsonNode? Value(int depth) => random.Next(9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 or 3 => random.Next(-2, 5),
        4 => random.Next(-20, 50) / 10.0,
        5 => Moment().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        6 when depth > 0 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1))]),
        7 when depth > 0 => new JsonObject { ["x"] = Value(depth - 1) },
        _ => Word(),
    };

    private DateTimeOffset Moment() => Start.AddDays(random.Next(5)).ToOffset(TimeSpan.FromHours(random.Next(-5, 6)));

    private string Word() => Words[random.Next(Words.Length)];

    private string Key() => Keys[random.Next(Keys.Length)];

    private string? Maybe(string id) => random.Next(2) == 0 ? id : null;

    private T Of<T>(params T[] some) => some[random.Next(some.Length)];
}
