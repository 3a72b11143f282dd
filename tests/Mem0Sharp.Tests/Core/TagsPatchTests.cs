namespace Mem0Sharp.Tests.Core;

public sealed class TagsPatchTests
{
    private static readonly string[] Current = ["b", "a", "c"];

    [Fact]
    public void Replace_Tags_SetsThemDistinctInOrder() => TagsPatch.Replace("z", "a", "z", "Z").Apply(Current).Should().Equal("z", "a", "Z");

    [Fact]
    public void Clear_Tags_RemovesAll() => TagsPatch.Clear.Apply(Current).Should().BeEmpty();

    [Fact]
    public void Add_Tags_ComeAfterThoseThatAreThere() => TagsPatch.Add("d", "a").Apply(Current).Should().Equal("b", "a", "c", "d");

    [Fact]
    public void Remove_Tags_TakesThemOutOrdinally() => TagsPatch.Remove("a", "B", "unknown").Apply(Current).Should().Equal("b", "c");

    [Fact]
    public void Change_TagInBoth_IsRemovedThenAddedAtTheEnd() => TagsPatch.Change(add: ["a"], remove: ["a", "b"]).Apply(Current).Should().Equal("c", "a");

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void Factories_ImpossibleTag_IsRefused(string? tag)
    {
        FluentActions.Invoking(() => TagsPatch.Replace(tag!, "a")).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => TagsPatch.Add("a", tag!)).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => TagsPatch.Remove("a", tag!)).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => TagsPatch.Change([], ["a", tag!])).Should().Throw<MemoryValidationException>().Which.Parameter.Should().Be("remove");
    }

    [Fact]
    public void Add_HalfASurrogatePair_IsRefused() =>
        FluentActions.Invoking(() => TagsPatch.Add("\ud83d")).Should().Throw<MemoryValidationException>();

    [Fact]
    public void Add_TagLength_IsAcceptedToTheLimit()
    {
        TagsPatch.Add(new string('x', 100)).Added.Should().HaveCount(1);
        FluentActions.Invoking(() => TagsPatch.Add(new string('x', 101))).Should().Throw<MemoryValidationException>();
    }

    [Fact]
    public void Apply_NumberOfTags_IsAcceptedToTheLimit()
    {
        string[] full = [.. Enumerable.Range(0, 99).Select(n => $"t{n}")];

        TagsPatch.Add("last").Apply(full).Should().HaveCount(100);
        FluentActions.Invoking(() => TagsPatch.Add("last", "one more").Apply(full)).Should().Throw<MemoryValidationException>();
        TagsPatch.Change(["x", "y"], ["t0"]).Apply(full).Should().HaveCount(100, "removal comes first");
    }

    [Fact]
    public void Replace_SourceChangedLater_KeepsWhatItWasGiven()
    {
        List<string> source = ["a"];
        TagsPatch patch = TagsPatch.Replace(source);

        source.Add("b");

        patch.Apply(Current).Should().Equal("a");
    }
}
