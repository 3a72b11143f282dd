using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Core;

public sealed class MetadataPatchTests
{
    // RFC 7396, appendix A: the vectors whose target and patch are both objects.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    [InlineData("""{"a":"foo"}""", """{"a":{"b":null,"c":1}}""", """{"a":{"c":1}}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":{"b":1}}""", """{"a":{"b":1}}""")]
    [InlineData("""{"a":1}""", """{}""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"x":null}""", """{"a":1}""")]
    [InlineData("""{"a":{"b":1,"c":{"d":2}}}""", """{"a":{"c":{"e":[null,{"f":null}]}}}""", """{"a":{"b":1,"c":{"d":2,"e":[null,{"f":null}]}}}""")]
    [InlineData("""{"a":1.10,"A":9007199254740993}""", """{"b":1e400}""", """{"a":1.10,"A":9007199254740993,"b":1e400}""")]
    public void Merge_Object_FollowsRfc7396(string current, string patch, string expected) =>
        Applied(MetadataPatch.Merge(Parse(patch)), current).Should().Be(expected);

    [Fact]
    public void Conversion_JsonObject_Merges()
    {
        MetadataPatch patch = new JsonObject { ["b"] = 2 };

        Applied(patch, """{"a":1}""").Should().Be("""{"a":1,"b":2}""");
    }

    [Fact]
    public void Replace_Object_SetsExactlyThatWithItsNulls() =>
        Applied(MetadataPatch.Replace(Parse("""{"b":null,"c":[1]}""")), """{"a":1}""").Should().Be("""{"b":null,"c":[1]}""");

    [Fact]
    public void Clear_AnyMetadata_RemovesAll() => Applied(MetadataPatch.Clear, """{"a":1}""").Should().Be("{}");

    [Fact]
    public void Merge_SourceChangedLater_KeepsWhatItWasGiven()
    {
        JsonObject source = Parse("""{"a":{"b":1}}""");
        MetadataPatch patch = MetadataPatch.Merge(source);

        source["a"]!["b"] = 2;
        source["c"] = 3;

        Applied(patch, "{}").Should().Be("""{"a":{"b":1}}""");
    }

    [Fact]
    public void Apply_Twice_GivesTheSameAndLeavesTheCurrentAsItWas()
    {
        MemoryMetadata current = MemoryMetadata.From(Parse("""{"a":{"b":1}}"""));
        MetadataPatch patch = MetadataPatch.Merge(Parse("""{"a":{"c":[2]}}"""));

        MemoryMetadata once = patch.Apply(current);

        patch.Apply(once).Equals(once).Should().BeTrue();
        JsonSerializer.Serialize(current).Should().Be("""{"a":{"b":1}}""");
    }

    [Fact]
    public void Merge_ResultTooLarge_IsRefused()
    {
        MemoryMetadata current = MemoryMetadata.From(new JsonObject { ["a"] = new string('x', 40_000) });
        MetadataPatch patch = MetadataPatch.Merge(new JsonObject { ["b"] = new string('x', 40_000) });

        patch.Invoking(p => p.Apply(current)).Should().Throw<MemoryValidationException>();
    }

    [Fact]
    public void Merge_KeyGivenTwice_IsRefused()
    {
        JsonObject twice = Parse("""{"a":1,"a":2}""");

        FluentActions.Invoking(() => MetadataPatch.Merge(twice)).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MetadataPatch.Replace(twice)).Should().Throw<MemoryValidationException>();
    }

    [Fact]
    public void Factories_Null_AreRefused()
    {
        FluentActions.Invoking(() => MetadataPatch.Merge(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => MetadataPatch.Replace(null!)).Should().Throw<ArgumentNullException>();
    }

    private static string Applied(MetadataPatch patch, string current) => JsonSerializer.Serialize(patch.Apply(MemoryMetadata.From(Parse(current))));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
