using System.Text;
using System.Text.Json;

namespace Mem0Sharp.Tests.Filters;

public sealed class FilterJsonTests
{
    [Theory]
    [InlineData("", "filter is no JSON")]
    [InlineData("{\"a\": }", "filter is no JSON")]
    [InlineData("[]", "something else than an object at filter.")]
    [InlineData("null", "something else than an object at filter.")]
    [InlineData("\"*\"", "something else than an object at filter.")]
    [InlineData("{}", "nothing at filter.")]
    [InlineData("""{"AND": []}""", "empty list at filter.AND.")]
    [InlineData("""{"OR": []}""", "empty list at filter.OR.")]
    [InlineData("""{"NOT": []}""", "empty list at filter.NOT.")]
    [InlineData("""{"AND": {"a": 1}}""", "something else than a list at filter.AND.")]
    [InlineData("""{"OR": [{"a": 1}, {}]}""", "nothing at filter.OR[1].")]
    [InlineData("""{"OR": [{"a": 1}, 5]}""", "something else than an object at filter.OR[1].")]
    [InlineData("""{"a": {}}""", "nothing at filter.key 1.")]
    [InlineData("""{"a": []}""", "a list of 0 values at filter.key 1.")]
    [InlineData("""{"a": {"in": []}}""", "a list of 0 values at filter.key 1.in.")]
    [InlineData("""{"a": {"nin": 5}}""", "something else than a list at filter.key 1.nin.")]
    [InlineData("""{"a": {"in": [1, [2]]}}""", "a list or an object where one value must stand at filter.key 1.in[1].")]
    [InlineData("""{"a": {"in": [null]}}""", "null at filter.key 1.in[0].")]
    [InlineData("""{"a": {"gt": [1]}}""", "a list or an object where one value must stand at filter.key 1.gt.")]
    [InlineData("""{"a": {"gt": null}}""", "null at filter.key 1.gt.")]
    [InlineData("""{"a": {"gt": true}}""", "true and false by order at filter.key 1.gt.")]
    [InlineData("""{"a": {"contains": 5}}""", "something else than a text in a text at filter.key 1.contains.")]
    [InlineData("""{"a": {"exists": "yes"}}""", "something else than true or false at filter.key 1.exists.")]
    [InlineData("""{"b": 1, "a": {"gte": 1, "almost": 5}}""", "an operator that there is not at filter.key 2.key 2.")]
    [InlineData("""{"a": {"$gt": 5}}""", "an operator that there is not at filter.key 1.key 1.")]
    [InlineData("""{"$or": [{"a": 1}]}""", "a dollar sign at filter.key 1.")]
    [InlineData("""{"version": {"gt": "3"}}""", "a text with a number at filter.version.gt.")]
    [InlineData("""{"created_at": 1767225600}""", "a number with a moment at filter.created_at.")]
    [InlineData("""{"created_at": {"gte": "2026-01-01T00:00:00"}}""", "a text with a moment at filter.created_at.gte.")]
    [InlineData("""{"memory_type": "novel"}""", "a name that none has at filter.memory_type.")]
    [InlineData("""{"AND": [{"tags": 5}]}""", "a number with a text at filter.AND[0].tags.")]
    [InlineData("""{"metadata": 5}""", "something else than an object at filter.metadata.")]
    [InlineData("""{"": 5}""", "no path into metadata at filter.key 1.")]
    [InlineData("""{"a..b": 5}""", "no path into metadata at filter.key 1.")]
    [InlineData("""{"a": 5, "a": 6}""", "the same name twice at filter.key 2.")]
    [InlineData("""{"a": "\ud83d"}""", "half a surrogate pair at filter.key 1.")]
    [InlineData("""{"\ud83d": 5}""", "half a surrogate pair in a name at filter.")]
    public void Parse_WhatIsNoFilter_SaysWhereAndWhatToDo(string json, string message)
    {
        MemoryValidationException error = FluentActions.Invoking(() => MemoryFilter.Parse(json)).Should().Throw<MemoryValidationException>().Which;

        error.Message.Should().Contain(message);
        error.Suggestion.Should().NotBeEmpty();
    }

    [Fact]
    public void Parse_ErrorsInAFilterOfPrivateKeysAndValues_QuoteNeither()
    {
        FluentActions.Invoking(() => MemoryFilter.Parse("""{"secretkey": {"secretoperator": "secretvalue"}}"""))
            .Should().Throw<MemoryValidationException>().Which.ToString().Should().NotContain("secret");
        FluentActions.Invoking(() => MemoryFilter.Parse("""{"secretkey": secretvalue}"""))
            .Should().Throw<MemoryValidationException>().Which.ToString().Should().NotContain("secret");
    }

    [Theory]
    [InlineData("""{"NOT":[""", """{"a":1}""", "]}")]
    [InlineData("""{"AND":[{"b":2},""", """{"a":1}""", "]}")]
    [InlineData("""{"NOT":""", """{"a":1}""", "}")]
    [InlineData("""[""", "1", "]")]
    [InlineData("""{"a":""", "1", "}")]
    public void Parse_HostileDepth_IsRefusedAndEndsNothing(string open, string inner, string close)
    {
        foreach (int depth in (int[])[33, 100, 1_000, 200_000])
        {
            string json = string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));

            FluentActions.Invoking(() => MemoryFilter.Parse(json)).Should().Throw<MemoryValidationException>();
        }
    }

    [Fact]
    public void FromJson_OfADeeperDocument_IsRefused()
    {
        const int Depth = 2_000;
        string json = string.Concat(Enumerable.Repeat("""{"NOT":[""", Depth)) + """{"a":1}""" + string.Concat(Enumerable.Repeat("]}", Depth));
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 10_000 });

        FluentActions.Invoking(() => MemoryFilter.FromJson(document.RootElement)).Should().Throw<MemoryValidationException>().WithMessage("*deeper than 32 levels*");
    }

    [Fact]
    public void Parse_DepthAndTermsAtTheLimit_AreAccepted()
    {
        string nested = """{"a":1}""";
        for (int level = 1; level < MemoryLimits.FilterDepth; level++)
        {
            nested = $$"""{"{{(level % 2 == 0 ? "AND" : "OR")}}":[{{nested}},{"b":2}]}""";
        }

        MemoryFilter.Parse(nested).ToJson().Should().NotBeEmpty();
        FluentActions.Invoking(() => MemoryFilter.Parse($$"""{"AND":[{"OR":[{{nested}},{"b":2}]},{"b":3}]}""")).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryFilter.Parse($$"""{"OR":[{{string.Join(',', Enumerable.Repeat("""{"a":1}""", MemoryLimits.FilterTerms + 1))}}]}"""))
            .Should().Throw<MemoryValidationException>().WithMessage("*1001 conditions and values at filter.OR*");
    }

    [Fact]
    public void JsonSerializer_ReadsAndWritesFilters()
    {
        MemoryFilter filter = MemoryField.Metadata("a").AtLeast(5) & MemoryField.Tags.EqualTo("ü");

        string json = JsonSerializer.Serialize(filter);

        JsonSerializer.Deserialize<MemoryFilter>(json).Should().Be(filter);
        FluentActions.Invoking(() => JsonSerializer.Deserialize<MemoryFilter>("{}")).Should().Throw<JsonException>();
    }

    [Fact]
    public void Parse_MutatedFilters_AreFiltersOrRefusedWithTheTypedError()
    {
        const int Seed = 20260402;
        Random random = new(Seed);
        RandomFilters filters = new(random);
        int refused = 0;
        for (int n = 0; n < 50_000; n++)
        {
            string json = Mutated(filters.Next().ToJson(), random);
            try
            {
                MemoryFilter filter = MemoryFilter.Parse(json);
                if (!MemoryFilter.Parse(filter.ToJson()).Equals(filter))
                {
                    Assert.Fail($"run {n} of seed {Seed}: {json}");
                }
            }
            catch (MemoryValidationException)
            {
                refused++;
            }
        }

        refused.Should().BeInRange(10_000, 49_000, "both ends must be reached");
    }

    private static string Mutated(string json, Random random)
    {
        string[] pieces = ["{", "}", "[", "]", ",", ":", "\"", "null", "true", "1e999999999999999999", "-0", "\"*\"", "\\ud800", "\0", "NOT", "$", "."];
        StringBuilder text = new(json);
        for (int change = random.Next(1, 4); change > 0 && text.Length > 1; change--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)); break;
                case 1: text.Insert(at, pieces[random.Next(pieces.Length)]); break;
                case 2: text[at] = (char)random.Next(32, 127); break;
                default: text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 20), text.Length - at))); break;
            }
        }

        return text.ToString();
    }
}
