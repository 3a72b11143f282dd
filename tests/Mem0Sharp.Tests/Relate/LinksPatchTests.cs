namespace Mem0Sharp.Tests.Relate;

public sealed class LinksPatchTests
{
    private static readonly MemoryLink[] Current = [new("b", 0.5), new("a"), new("c", 0.25)];

    [Fact]
    public void Replace_Links_SetsThemInOrder() =>
        LinksPatch.Replace(new MemoryLink("z", 0.1), new MemoryLink("a", 0.2)).Apply(Current).Should().Equal(new("z", 0.1), new MemoryLink("a", 0.2));

    [Fact]
    public void Clear_Links_RemovesAll() => LinksPatch.Clear.Apply(Current).Should().BeEmpty();

    [Fact]
    public void Set_Links_KeepTheirPlaceOrComeAfterThoseThatAreThere() =>
        LinksPatch.Set(new MemoryLink("d", 0.1), new MemoryLink("a", 0.75)).Apply(Current)
            .Should().Equal(new("b", 0.5), new MemoryLink("a", 0.75), new MemoryLink("c", 0.25), new MemoryLink("d", 0.1));

    [Fact]
    public void Remove_Links_TakesThemOutOrdinally() =>
        LinksPatch.Remove("a", "B", "unknown", "a").Apply(Current).Should().Equal(new("b", 0.5), new MemoryLink("c", 0.25));

    [Fact]
    public void Change_LinkInBoth_IsRemovedThenSetAtTheEnd() =>
        LinksPatch.Change([new MemoryLink("a", 0.125)], ["a", "b"]).Apply(Current).Should().Equal(new("c", 0.25), new MemoryLink("a", 0.125));

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.0000001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void MemoryLink_StrengthOutOfRange_IsRefused(double strength) =>
        FluentActions.Invoking(() => new MemoryLink("a", strength)).Should().Throw<MemoryValidationException>().Which.Parameter.Should().Be("strength");

    [Theory]
    [InlineData(double.Epsilon)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void MemoryLink_StrengthInRange_IsKept(double strength) => new MemoryLink("a", strength).Strength.Should().Be(strength);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    public void Factories_ImpossibleId_IsRefused(string id)
    {
        FluentActions.Invoking(() => new MemoryLink(id)).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => LinksPatch.Remove("a", id)).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => LinksPatch.Change([], [id])).Should().Throw<MemoryValidationException>().Which.Parameter.Should().Be("remove");
    }

    [Fact]
    public void Factories_NullOrHalfASurrogatePair_IsRefused()
    {
        FluentActions.Invoking(() => new MemoryLink("a\ud83d")).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => new MemoryLink(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => LinksPatch.Set(new MemoryLink("a"), null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => LinksPatch.Remove((string)null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Factories_TwoLinksToOneMemory_AreRefused()
    {
        MemoryLink[] twice = [new("a", 0.5), new("b"), new("a", 0.5)];

        FluentActions.Invoking(() => LinksPatch.Set(twice)).Should().Throw<MemoryValidationException>().WithMessage("*same memory*");
        FluentActions.Invoking(() => LinksPatch.Replace(twice)).Should().Throw<MemoryValidationException>();
        LinksPatch.Set(twice[..2]).Assigned.Should().HaveCount(2);
    }

    [Fact]
    public void Apply_NumberOfLinks_IsAcceptedToTheLimit()
    {
        MemoryLink[] full = [.. Enumerable.Range(0, MemoryLimits.Links - 1).Select(n => new MemoryLink($"m{n}"))];

        LinksPatch.Set(new MemoryLink("last")).Apply(full).Should().HaveCount(MemoryLimits.Links);
        FluentActions.Invoking(() => LinksPatch.Set(new MemoryLink("last"), new MemoryLink("one-more")).Apply(full))
            .Should().Throw<MemoryValidationException>().WithMessage("*101 links*");
        LinksPatch.Change([new("x"), new("y")], ["m0"]).Apply(full).Should().HaveCount(MemoryLimits.Links, "removal comes first");
        FluentActions.Invoking(() => LinksPatch.Replace([.. full, new("x"), new("y")])).Should().Throw<MemoryValidationException>();
    }

    [Fact]
    public void Fingerprint_OfAnotherChange_IsAnotherOne()
    {
        LinksPatch[] different =
        [
            LinksPatch.Clear, LinksPatch.Set(), LinksPatch.Set(new MemoryLink("a")), LinksPatch.Set(new MemoryLink("a", 0.5)), LinksPatch.Replace(new MemoryLink("a")),
            LinksPatch.Remove("a"), LinksPatch.Set(new("a"), new MemoryLink("b")), LinksPatch.Set(new("b"), new MemoryLink("a")),
        ];

        different.Select(patch => patch.Fingerprint).Should().OnlyHaveUniqueItems();
        LinksPatch.Set(new MemoryLink("a", 0.5)).Fingerprint.Should().Be(different[3].Fingerprint);
    }

    [Fact]
    public void ToString_ALink_IsTheSameUnderEveryCulture() => new MemoryLink("a", 0.5).ToString().Should().Be("MemoryLink to a (0.5)");

    // start, ours, theirs, merged: targets with tenths of strength
    [Theory]
    [InlineData("a5", "a5", "a5", "a5")]
    [InlineData("a5", "a7", "a5", "a7")]
    [InlineData("a5", "a5", "a7", "a7")]
    [InlineData("a5", "a3", "a7", "a7")]
    [InlineData("a5", "a9", "a7", "a9")]
    [InlineData("a5", "a3", "a5", "a3")]
    [InlineData("a5", "", "a5", "")]
    [InlineData("a5", "", "a7", "")]
    [InlineData("a5", "a5", "", "")]
    [InlineData("a5", "a7", "", "a7")]
    [InlineData("", "a3", "a7", "a7")]
    [InlineData("", "a3", "b7", "b7 a3")]
    [InlineData("a5 b5", "b5 c1", "a5 b5 d1", "b5 d1 c1")]
    public void ThreeWay_Links_AreMergedOneByOne(string start, string ours, string theirs, string expected) =>
        LinkMerge.ThreeWay(Links(start), Links(ours), Links(theirs)).Should().Equal(Links(expected));

    private static MemoryLink[] Links(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(link => new MemoryLink(link[..1], (link[1] - '0') / 10.0))];
}
