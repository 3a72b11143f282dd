using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Core;

public sealed class MemoryMetadataTests
{
    [Fact]
    public void From_Object_GivesItsKeysAndValuesInOrder()
    {
        MemoryMetadata metadata = MemoryMetadata.From(Parse("""{"z":1.10,"a":null}"""));

        metadata.Count.Should().Be(2);
        metadata.Keys.Should().Equal("z", "a");
        metadata.Values.Select(value => value.GetRawText()).Should().Equal("1.10", "null");
        metadata["z"].GetRawText().Should().Be("1.10");
        metadata.ContainsKey("a").Should().BeTrue();
        metadata.ContainsKey("A").Should().BeFalse();
        metadata.TryGetValue("b", out _).Should().BeFalse();
        metadata.Select(pair => pair.Key).Should().Equal("z", "a");
        metadata.Invoking(m => m["b"]).Should().Throw<KeyNotFoundException>();
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"c":[1,2],"d":null}}""", """{"b":{"d":null,"c":[1,2]},"a":1}""", true)]
    [InlineData("""{"a":1.10}""", """{"a":1.1}""", true)]
    [InlineData("""{"a":"\u0041"}""", """{"a":"A"}""", true)]
    [InlineData("{}", "{}", true)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":null}""", "{}", false)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("""{"a":1}""", """{"A":1}""", false)]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""", false)]
    public void Equals_JsonValues_WhateverTheOrderOfKeys(string left, string right, bool expected)
    {
        MemoryMetadata a = MemoryMetadata.From(Parse(left));
        MemoryMetadata b = MemoryMetadata.From(Parse(right));

        a.Equals(b).Should().Be(expected);
        b.Equals((object)a).Should().Be(expected);
        if (expected)
        {
            a.GetHashCode().Should().Be(b.GetHashCode());
        }
    }

    [Fact]
    public void From_SourceChangedLater_KeepsWhatItWasGiven()
    {
        JsonObject source = Parse("""{"a":{"b":1}}""");
        MemoryMetadata metadata = MemoryMetadata.From(source);

        source["a"]!["b"] = 2;
        source.Remove("a");

        JsonSerializer.Serialize(metadata).Should().Be("""{"a":{"b":1}}""");
    }

    [Fact]
    public void From_DisposedDocument_KeepsItsValues()
    {
        MemoryMetadata metadata;
        using (JsonDocument document = JsonDocument.Parse("""{"a":1}"""))
        {
            metadata = MemoryMetadata.From(document.RootElement);
        }

        metadata["a"].GetInt32().Should().Be(1);
    }

    [Fact]
    public void ToJsonObject_Changed_LeavesTheMetadata()
    {
        MemoryMetadata metadata = MemoryMetadata.From(Parse("""{"a":{"b":1}}"""));

        JsonObject copy = metadata.ToJsonObject();
        copy["a"]!["b"] = 2;

        copy.ToJsonString().Should().Be("""{"a":{"b":2}}""");
        JsonSerializer.Serialize(metadata).Should().Be("""{"a":{"b":1}}""");
    }

    [Fact]
    public void From_SizeInBytes_IsAcceptedToTheLimit()
    {
        // {"a":""} takes 8 bytes.
        MemoryMetadata.From(new JsonObject { ["a"] = new string('x', 65_528) }).Count.Should().Be(1);

        FluentActions.Invoking(() => MemoryMetadata.From(new JsonObject { ["a"] = new string('x', 65_529) }))
            .Should().Throw<MemoryValidationException>().WithMessage("*65537*65536*");
    }

    [Fact]
    public void From_Depth_IsAcceptedToTheLimit()
    {
        MemoryMetadata.From(Nested(32)).Count.Should().Be(1);

        FluentActions.Invoking(() => MemoryMetadata.From(Nested(33))).Should().Throw<MemoryValidationException>();
    }

    [Fact]
    public void From_JsonElement_HasTheSameLimits()
    {
        MemoryMetadata.From(JsonSerializer.SerializeToElement(Nested(32))).Count.Should().Be(1);

        FluentActions.Invoking(() => MemoryMetadata.From(JsonSerializer.SerializeToElement(Nested(33)))).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryMetadata.From(JsonSerializer.SerializeToElement(new JsonObject { ["a"] = new string('x', 65_529) })))
            .Should().Throw<MemoryValidationException>();
    }

    [Fact]
    public void From_NumberThatIsNotFinite_IsRefused()
    {
        FluentActions.Invoking(() => MemoryMetadata.From(new JsonObject { ["a"] = double.NaN })).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryMetadata.From(new JsonObject { ["a"] = new JsonArray(float.PositiveInfinity) }))
            .Should().Throw<MemoryValidationException>();
    }

    [Fact]
    public void From_HalfASurrogatePair_IsRefused()
    {
        FluentActions.Invoking(() => MemoryMetadata.From(new JsonObject { ["a"] = "\ud83d" })).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryMetadata.From(new JsonObject { ["\ude00"] = 1 })).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryMetadata.From(Parse("""{"a":["\ud83d"]}"""))).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryMetadata.From(Parse("""{"\ude00":1}"""))).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryMetadata.From(JsonElement.Parse("""{"a":"\ud83d"}"""))).Should().Throw<MemoryValidationException>();
        MemoryMetadata.From(new JsonObject { ["\U0001F600"] = new JsonArray("\U0001F600", null) }).Count.Should().Be(1);
    }

    [Fact]
    public void From_KeyGivenTwice_IsRefused()
    {
        FluentActions.Invoking(() => MemoryMetadata.From(Parse("""{"a":1,"a":2}"""))).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryMetadata.From(Parse("""{"o":{"a":1,"a":2}}"""))).Should().Throw<MemoryValidationException>();
        FluentActions.Invoking(() => MemoryMetadata.From(JsonElement.Parse("""{"a":1,"a":2}"""))).Should().Throw<MemoryValidationException>();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    public void From_ElementThatIsNoObject_IsRefused(string json) =>
        FluentActions.Invoking(() => MemoryMetadata.From(JsonElement.Parse(json))).Should().Throw<MemoryValidationException>();

    [Fact]
    public void Json_InsideAnotherObject_RoundTrips()
    {
        const string Json = """{"Metadata":{"a":[1.10,null],"b":{}},"Missing":null}""";

        Holder holder = JsonSerializer.Deserialize<Holder>(Json)!;

        holder.Metadata!["a"].GetRawText().Should().Be("[1.10,null]");
        holder.Missing.Should().BeNull();
        JsonSerializer.Serialize(holder).Should().Be(Json);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("3")]
    [InlineData("""{"a":1,"a":2}""")]
    public void Json_NotAcceptable_IsAJsonException(string json) =>
        FluentActions.Invoking(() => JsonSerializer.Deserialize<MemoryMetadata>(json)).Should().Throw<JsonException>();

    [Fact]
    public void ToString_AnyMetadata_ShowsNoKeysOrValues() =>
        MemoryMetadata.From(Parse("""{"secret":"secret"}""")).ToString().Should().Be("MemoryMetadata (1 keys)");

    private static JsonObject Nested(int depth)
    {
        JsonObject json = new() { ["a"] = 1 };
        for (int i = 1; i < depth; i++)
        {
            json = new JsonObject { ["a"] = json };
        }

        return json;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private sealed record Holder(MemoryMetadata? Metadata, MemoryMetadata? Missing);
}
