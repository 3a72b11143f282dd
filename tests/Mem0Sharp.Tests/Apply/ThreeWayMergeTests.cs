using System.Text.Json;
using System.Text.Json.Nodes;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.Apply;

public sealed class ThreeWayMergeTests
{
    private static readonly MemoryItem Start = Item("a", text: "start") with { ExpiresAt = Noon, ValidFrom = Noon.AddDays(-1), ValidTo = null, Tags = ["x", "y"] };

    [Theory]
    [InlineData("start", "start", "start", null)]
    [InlineData("ours", "start", "ours", null)]
    [InlineData("start", "theirs", "theirs", null)]
    [InlineData("same", "same", "same", null)]
    [InlineData("ours", "theirs", null, "text")]
    public void Merge_Text_IsTakenFromTheSideThatChangedIt(string ours, string theirs, string? expected, string? conflict)
    {
        MemoryItem merged = Merge(Start with { Text = ours }, Start with { Text = theirs, Version = 5 }, out IReadOnlyList<string> conflicts);

        conflicts.Should().Equal(conflict is null ? [] : [conflict]);
        if (expected is not null)
        {
            History.FullMemory.ShouldBeSame(merged, Start with { Text = expected, Version = 5 });
        }
    }

    [Theory]
    [InlineData("start", MemoryTrust.Standard, "start", MemoryTrust.Trusted, MemoryTrust.Trusted)]
    [InlineData("ours", MemoryTrust.Standard, "start", MemoryTrust.Trusted, MemoryTrust.Standard)]
    [InlineData("start", MemoryTrust.Untrusted, "start", MemoryTrust.Trusted, MemoryTrust.Untrusted)]
    [InlineData("ours", MemoryTrust.Untrusted, "start", MemoryTrust.Standard, MemoryTrust.Untrusted)]
    public void Merge_Trust_GoesWithTheText(string ours, MemoryTrust oursTrust, string theirs, MemoryTrust theirsTrust, MemoryTrust expected)
    {
        MemoryItem merged = Merge(
            Start with { Text = ours, Trust = oursTrust }, Start with { Text = theirs, Trust = theirsTrust, Version = 5 }, out _);

        merged.Trust.Should().Be(expected);
    }

    // start, ours, theirs, merged, conflicts
    [Theory]
    [InlineData("{}", "{}", "{}", "{}", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":1}""", """{"a":2}""", "")]
    [InlineData("""{"a":1}""", """{"a":1}""", """{"a":2}""", """{"a":2}""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":2}""", """{"a":2}""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":3}""", """{"a":3}""", "metadata.a")]
    [InlineData("{}", """{"a":1}""", """{"b":2}""", """{"b":2,"a":1}""", "")]
    [InlineData("{}", """{"a":1}""", """{"a":1}""", """{"a":1}""", "")]
    [InlineData("{}", """{"a":1}""", """{"a":"1"}""", """{"a":"1"}""", "metadata.a")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2}""", """{"a":1}""", "{}", "")]
    [InlineData("""{"a":1}""", "{}", "{}", "{}", "")]
    [InlineData("""{"a":1}""", "{}", """{"a":1}""", "{}", "")]
    [InlineData("""{"a":1}""", """{"a":1}""", "{}", "{}", "")]
    [InlineData("""{"a":1}""", "{}", """{"a":2}""", """{"a":2}""", "metadata.a")]
    [InlineData("""{"a":1}""", """{"a":2}""", "{}", "{}", "metadata.a")]
    [InlineData("""{"a":1}""", """{"a":null}""", """{"a":1}""", """{"a":null}""", "")]
    [InlineData("""{"a":null}""", "{}", """{"a":null}""", "{}", "")]
    [InlineData("{}", """{"a":null}""", "{}", """{"a":null}""", "")]
    [InlineData("{}", """{"a":null}""", """{"a":1}""", """{"a":1}""", "metadata.a")]
    [InlineData("""{"a":1}""", """{"a":null}""", "{}", "{}", "metadata.a")]
    [InlineData("""{"a":{"b":1,"c":1}}""", """{"a":{"b":2,"c":1}}""", """{"a":{"b":1,"c":3}}""", """{"a":{"b":2,"c":3}}""", "")]
    [InlineData("""{"a":{"b":1,"c":1}}""", """{"a":{"c":1}}""", """{"a":{"b":1,"c":1,"d":1}}""", """{"a":{"c":1,"d":1}}""", "")]
    [InlineData("""{"a":{"b":1}}""", """{"a":{"b":2}}""", """{"a":{"b":3}}""", """{"a":{"b":3}}""", "metadata.a.b")]
    [InlineData("{}", """{"a":{"b":{"c":1}}}""", """{"a":{"b":{"d":2}}}""", """{"a":{"b":{"d":2,"c":1}}}""", "")]
    [InlineData("""{"a":1}""", """{"a":{"b":1}}""", """{"a":{"c":2}}""", """{"a":{"c":2,"b":1}}""", "")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", """{"a":{"b":2}}""", """{"a":{"b":2}}""", "metadata.a")]
    [InlineData("""{"a":{"b":1}}""", "{}", """{"a":{"b":1,"c":2}}""", """{"a":{"b":1,"c":2}}""", "metadata.a")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,2,3]}""", """{"a":[0,1,2]}""", """{"a":[0,1,2]}""", "metadata.a")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,2]}""", """{"a":[2,1]}""", """{"a":[2,1]}""", "")]
    [InlineData("""{"A":1}""", """{"A":1,"a":2}""", """{"A":3}""", """{"A":3,"a":2}""", "")]
    [InlineData("""{"a":1,"b":1,"c":1}""", """{"a":2,"b":2,"c":2}""", """{"a":3,"b":1,"c":3}""", """{"a":3,"b":2,"c":3}""", "metadata.a metadata.c")]
    public void Merge_Metadata_IsMergedKeyByKey(string start, string ours, string theirs, string expected, string conflicts)
    {
        MemoryItem merged = ThreeWayMerge.Merge(With(start), With(ours), With(theirs), out IReadOnlyList<string> found);

        JsonSerializer.Serialize(merged.Metadata).Should().Be(expected);
        found.Should().Equal(conflicts.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("x y", "x y", "x y")]
    [InlineData("x y z", "x y", "x y z")]
    [InlineData("x y", "x y z", "x y z")]
    [InlineData("x y z", "x y z", "x y z")]
    [InlineData("y", "x y", "y")]
    [InlineData("x y", "x", "x")]
    [InlineData("y", "x", "")]
    [InlineData("x y a", "x y b", "x y b a")]
    [InlineData("", "x y b", "b")]
    [InlineData("y x", "x y", "x y")]
    [InlineData("x y", "y x", "y x")]
    public void Merge_Tags_KeepsWhatEitherAddedAndNotWhatEitherRemoved(string ours, string theirs, string expected)
    {
        MemoryItem merged = Merge(Start with { Tags = Split(ours) }, Start with { Tags = Split(theirs) }, out IReadOnlyList<string> conflicts);

        merged.Tags.Should().Equal(Split(expected));
        conflicts.Should().BeEmpty("tags never conflict");

        static string[] Split(string tags) => tags.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Merge_TagsOfBothSides_StayWithinTheLimit()
    {
        MemoryItem ours = Start with { Tags = [.. Enumerable.Range(0, 60).Select(i => $"o{i}")] };
        MemoryItem theirs = Start with { Tags = [.. Enumerable.Range(0, 60).Select(i => $"t{i}")] };

        FluentActions.Invoking(() => Merge(ours, theirs, out _)).Should().Throw<MemoryValidationException>();
    }

    public static TheoryData<string, Func<MemoryItem, DateTimeOffset?, MemoryItem>, Func<MemoryItem, DateTimeOffset?>> Times => new()
    {
        { "expires_at", (item, at) => item with { ExpiresAt = at }, item => item.ExpiresAt },
        { "valid_from", (item, at) => item with { ValidFrom = at }, item => item.ValidFrom },
        { "valid_to", (item, at) => item with { ValidTo = at }, item => item.ValidTo },
    };

    [Theory]
    [MemberData(nameof(Times))]
    public void Merge_Times_AreTakenFromTheSideThatChangedThem(
        string part, Func<MemoryItem, DateTimeOffset?, MemoryItem> with, Func<MemoryItem, DateTimeOffset?> of)
    {
        DateTimeOffset?[] instants = [null, Noon.AddDays(3), Noon.AddDays(4)];
        foreach (DateTimeOffset? start in instants)
        {
            foreach (DateTimeOffset? ours in instants)
            {
                foreach (DateTimeOffset? theirs in instants)
                {
                    MemoryItem merged = ThreeWayMerge.Merge(
                        with(Start, start), with(Start, ours), with(Start, theirs), out IReadOnlyList<string> conflicts);

                    bool isConflict = ours != start && theirs != start && ours != theirs;
                    conflicts.Should().Equal(isConflict ? [part] : []);
                    if (!isConflict)
                    {
                        of(merged).Should().Be(ours == start ? theirs : ours);
                    }
                }
            }
        }
    }

    [Fact]
    public void Merge_AllParts_NamesEveryConflict()
    {
        MemoryItem ours = Changed("ours", 1);
        MemoryItem theirs = Changed("theirs", 2);

        Merge(ours, theirs, out IReadOnlyList<string> conflicts);

        conflicts.Should().BeEquivalentTo("text", "metadata.k", "expires_at", "valid_from", "valid_to");
    }

    [Fact]
    public void Merge_WhatIsInNoPatch_IsTheirs()
    {
        MemoryItem theirs = History.FullMemory.Item;
        MemoryItem start = theirs with { Version = 1 };
        MemoryItem ours = start with { Text = "ours" };

        History.FullMemory.ShouldBeSame(ThreeWayMerge.Merge(start, ours, theirs, out _), theirs with { Text = "ours" });
    }

    private static MemoryItem Merge(MemoryItem ours, MemoryItem theirs, out IReadOnlyList<string> conflicts) =>
        ThreeWayMerge.Merge(Start, ours, theirs, out conflicts);

    private static MemoryItem With(string metadata) =>
        Start with { Metadata = MemoryMetadata.From(JsonNode.Parse(metadata)!.AsObject()) };

    private static MemoryItem Changed(string text, int days) => Start with
    {
        Text = text,
        Metadata = MemoryMetadata.From(new JsonObject { ["k"] = days }),
        ExpiresAt = Noon.AddDays(days),
        ValidFrom = Noon.AddDays(-1 - days),
        ValidTo = Noon.AddDays(days),
    };
}
