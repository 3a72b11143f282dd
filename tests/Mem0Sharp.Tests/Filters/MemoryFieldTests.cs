namespace Mem0Sharp.Tests.Filters;

public sealed class MemoryFieldTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2));

    public static TheoryData<string, string> Built
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach ((MemoryFilter filter, string json) in Pairs)
            {
                data.Add(filter.ToJson(), json);
            }

            return data;
        }
    }

    private static IEnumerable<(MemoryFilter Filter, string Json)> Pairs =>
    [
        (MemoryField.Metadata("color").EqualTo("red"), """{"metadata.color":{"eq":"red"}}"""),
        (MemoryField.Metadata(@"a\.b.c").EqualTo(1), """{"metadata.a\\.b.c":{"eq":1}}"""),
        (MemoryField.Metadata("n").NotEqualTo(1.50), """{"metadata.n":{"ne":1.5}}"""),
        (MemoryField.Metadata("n").GreaterThan(1_000_000m), """{"metadata.n":{"gt":1000000}}"""),
        (MemoryField.Metadata("n").AtLeast(-0.001), """{"metadata.n":{"gte":-0.001}}"""),
        (MemoryField.Metadata("n").LessThan(long.MinValue), """{"metadata.n":{"lt":-9223372036854775808}}"""),
        (MemoryField.Metadata("n").AtMost(1e300), """{"metadata.n":{"lte":0.1E301}}"""),
        (MemoryField.Metadata("b").EqualTo(true), """{"metadata.b":{"eq":true}}"""),
        (MemoryField.Metadata("b").In("x", 1, false), """{"metadata.b":{"in":["x",1,false]}}"""),
        (MemoryField.Metadata("b").NotIn(new List<string> { "x", "y" }), """{"metadata.b":{"nin":["x","y"]}}"""),
        (MemoryField.CreatedAt.AtLeast(Noon), """{"created_at":{"gte":"2026-03-01T10:00:00.0000000Z"}}"""),
        (MemoryField.ValidTo.Missing(), """{"valid_to":{"exists":false}}"""),
        (MemoryField.ActorId.Exists(), """{"actor_id":{"exists":true}}"""),
        (MemoryField.Type.EqualTo(MemoryType.Procedural), """{"memory_type":{"eq":"procedural"}}"""),
        (MemoryField.Text.ContainsIgnoringCase("tea"), """{"memory":{"icontains":"tea"}}"""),
        (!MemoryField.Text.Contains("tea"), """{"NOT":[{"memory":{"contains":"tea"}}]}"""),
        (MemoryField.Tags.EqualTo("a") & MemoryField.Tags.EqualTo("b") & MemoryField.Version.EqualTo(1), """{"AND":[{"tags":{"eq":"a"}},{"tags":{"eq":"b"}},{"version":{"eq":1}}]}"""),
        (MemoryField.Links.EqualTo("a") | MemoryField.Links.Missing(), """{"OR":[{"links":{"eq":"a"}},{"links":{"exists":false}}]}"""),
        (MemoryField.Role.EqualTo("user") | !(MemoryField.UserId.EqualTo("a") & MemoryField.AppId.EqualTo("b")), """{"OR":[{"role":{"eq":"user"}},{"NOT":[{"AND":[{"user_id":{"eq":"a"}},{"app_id":{"eq":"b"}}]}]}]}"""),
    ];

    [Theory]
    [MemberData(nameof(Built))]
    public void ToJson_OfABuiltFilter_IsTheCanonicalForm(string actual, string json) => actual.Should().Be(json);

    [Fact]
    public void Parse_OfWhatToJsonWrote_IsAnEqualFilter()
    {
        foreach ((MemoryFilter filter, string json) in Pairs)
        {
            MemoryFilter.Parse(json).Should().Be(filter);
            MemoryFilter.Parse(json).GetHashCode().Should().Be(filter.GetHashCode());
        }
    }

    [Fact]
    public void Equals_OtherFieldOperatorOperandOrOrder_IsFalse()
    {
        MemoryFilter a = MemoryField.Metadata("a").EqualTo(1);
        MemoryFilter b = MemoryField.Metadata("b").EqualTo(1);

        a.Should().Be(MemoryField.Metadata("a").EqualTo(1.0m)).And.NotBe(b);
        a.Should().NotBe(MemoryField.Metadata("a").AtLeast(1)).And.NotBe(MemoryField.Metadata("a").EqualTo("1")).And.NotBe(!a);
        (a & b).Should().Be(a.And(b)).And.NotBe(b & a).And.NotBe(a | b);
        (!!a).Should().BeSameAs(a);
        MemoryFilter.AllOf(a).Should().BeSameAs(a);
    }

    [Fact]
    public void Build_OperandThatTheFieldNeverHas_IsRefused()
    {
        Action[] wrong =
        [
            () => MemoryField.Version.EqualTo("3"),
            () => MemoryField.Tags.EqualTo(3),
            () => MemoryField.Links.EqualTo(0.5),
            () => MemoryField.CreatedAt.AtLeast("yesterday"),
            () => MemoryField.CreatedAt.AtLeast(1_767_225_600),
            () => MemoryField.CreatedAt.Contains("2026"),
            () => MemoryField.Version.Contains("3"),
            () => MemoryField.UserId.EqualTo(true),
            () => MemoryField.Type.EqualTo("novel"),
            () => MemoryField.Metadata("b").GreaterThan(true),
            () => MemoryField.Metadata("n").EqualTo(double.NaN),
            () => MemoryField.Metadata("n").EqualTo(default),
            () => MemoryField.Metadata("t").EqualTo("\uD83D"),
            () => MemoryField.Metadata("n").In(),
            () => MemoryField.Metadata("n").NotIn(Array.Empty<string>()),
            () => MemoryField.Metadata(string.Empty),
            () => MemoryField.Metadata("a..b"),
            () => MemoryField.Metadata(string.Join('.', Enumerable.Repeat("a", MemoryLimits.MetadataDepth + 1))),
            () => MemoryFilter.AllOf(),
        ];
        foreach (Action build in wrong)
        {
            build.Should().Throw<MemoryValidationException>();
        }

        MemoryField.CreatedAt.AtLeast("2026-01-01").Should().Be(MemoryField.CreatedAt.AtLeast(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        MemoryField.Metadata(string.Join('.', Enumerable.Repeat("a", MemoryLimits.MetadataDepth))).Exists().Should().NotBeNull();
    }

    [Fact]
    public void Build_AtALimit_IsAccepted_AndBeyondItIsRefused()
    {
        MemoryFilter leaf = MemoryField.Version.EqualTo(1);
        MemoryFilter deep = leaf;
        for (int level = 1; level < MemoryLimits.FilterDepth; level++)
        {
            deep = level % 2 == 0 ? deep & leaf : deep | leaf;
        }

        FluentActions.Invoking(() => MemoryFilter.AllOf(deep | leaf, leaf).Not()).Should().Throw<MemoryValidationException>().WithMessage("*deeper than 32 levels*");
        MemoryFilter.Parse(deep.ToJson()).Should().Be(deep);

        MemoryFilterValue[] most = [.. Enumerable.Range(0, MemoryLimits.FilterTerms).Select(n => (MemoryFilterValue)n)];
        MemoryFilter wide = MemoryField.Version.In(most);
        MemoryFilter.Parse(wide.ToJson()).Should().Be(wide);
        FluentActions.Invoking(() => wide & leaf).Should().Throw<MemoryValidationException>().WithMessage("*1001 conditions*");
        FluentActions.Invoking(() => MemoryField.Version.In([.. most, 0])).Should().Throw<MemoryValidationException>();

        // A chain of the same kind is one list, however long.
        Enumerable.Range(0, 500).Aggregate(leaf, (chain, n) => chain & MemoryField.Version.NotEqualTo(n)).Matches(
            new MemoryItem { Id = "x", Text = "x", Scope = MemoryScope.ForUser("a") }).Should().BeFalse();
    }

    [Fact]
    public void ToString_OfFilterFieldAndValue_HasNothingPrivate()
    {
        MemoryFilter filter = MemoryField.Metadata("secret").EqualTo("hidden") & MemoryField.UserId.EqualTo("alice");

        string.Join(' ', filter, MemoryField.Metadata("secret"), (MemoryFilterValue)"hidden")
            .Should().Be("MemoryFilter (2 terms) MemoryField metadata MemoryFilterValue (Text)");
    }
}
