using System.Text.Json;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.Core;

public sealed class MemoryItemJsonTests
{
    [Fact]
    public void Serialize_Memory_HasMem0sNames()
    {
        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(History.FullMemory.Item));

        json.RootElement.EnumerateObject().Select(property => property.Name).Should().Equal(
            "id", "memory", "hash", "user_id", "agent_id", "run_id", "app_id", "linked_agent_ids", "linked_run_ids", "metadata", "tags", "entities", "links", "version",
            "memory_type", "immutable", "created_at", "updated_at", "recorded_at", "valid_from", "valid_to", "expiration_date", "actor_id", "role",
            "source_message_ids", "source_occurred_at", "review_of", "trust_tier", "salience");
        json.RootElement.GetProperty("memory").GetString().Should().Be(History.FullMemory.Item.Text);
        json.RootElement.GetProperty("memory_type").GetString().Should().Be("episodic");
    }

    [Fact]
    public void Serialize_Links_HaveIdAndStrengthAndComeBackInOrder()
    {
        string json = JsonSerializer.Serialize(Item("a") with { Links = [new("z", 0.25), new("b")] });

        json.Should().Contain("""
            "links":[{"id":"z","strength":0.25},{"id":"b","strength":1}]
            """.Trim());
        JsonSerializer.Deserialize<MemoryItem>(json)!.Links.Should().Equal(new MemoryLink("z", 0.25), new MemoryLink("b"));
        JsonSerializer.Deserialize<MemoryItem>("""{"id":"1","memory":"m","user_id":"u","links":[{"more":[1],"id":"b"}]}""")!
            .Links.Should().Equal(new MemoryLink("b", 1));
    }

    [Fact]
    public void Serialize_BareMemory_LeavesOutWhatIsNotSet() =>
        JsonSerializer.Serialize(Item("a", text: "hello")).Should().Be(
            """{"id":"a","memory":"hello","hash":"5d41402abc4b2a76b9719d911017c592","user_id":"alice","version":1,"memory_type":"semantic","""
            + "\"created_at\":\"2026-03-04T12:00:00.1234567+00:00\",\"updated_at\":\"2026-03-04T12:00:00.1234567+00:00\","
            + "\"recorded_at\":\"2026-03-04T12:00:00.1234567+00:00\",\"salience\":0.5}");

    [Fact]
    public void Deserialize_FullMemory_GivesItBack() =>
        History.FullMemory.ShouldBeSame(JsonSerializer.Deserialize<MemoryItem>(JsonSerializer.Serialize(History.FullMemory.Item))!, History.FullMemory.Item);

    [Fact]
    public async Task Deserialize_InsideOtherObjectsAndFromAStream_GivesThemBack()
    {
        Holder holder = new([History.FullMemory.Item, Item("b")], null, "after");
        JsonSerializerOptions options = new() { WriteIndented = true, DefaultBufferSize = 16 };
        using MemoryStream stream = new();
        await JsonSerializer.SerializeAsync(stream, holder, options, TestContext.Current.CancellationToken);
        stream.Position = 0;

        Holder back = (await JsonSerializer.DeserializeAsync<Holder>(stream, options, TestContext.Current.CancellationToken))!;

        History.FullMemory.ShouldBeSame(back.Items[0], History.FullMemory.Item);
        History.FullMemory.ShouldBeSame(back.Items[1], Item("b"));
        back.None.Should().BeNull();
        back.After.Should().Be("after");
    }

    [Fact]
    public async Task Deserialize_FromAStream_SkipsWhatIsNotKnownWhereverItsBuffersEnd()
    {
        const string Item = """{"id":"1","hash":"h","later":{"a":[1,{"b":2}]},"memory":"m","links":[{"id":"b","later":[[]]}],"user_id":"u"}""";
        for (int size = 1; size < 2 * Item.Length; size++)
        {
            using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes($"[{Item},{Item},{Item}]"));

            List<MemoryItem> items = (await JsonSerializer.DeserializeAsync<List<MemoryItem>>(
                stream, new JsonSerializerOptions { DefaultBufferSize = size }, TestContext.Current.CancellationToken))!;

            items.Should().HaveCount(3).And.OnlyContain(item => item.Text == "m" && item.Links.Count == 1);
        }
    }

    [Theory]
    [InlineData(MemoryType.Semantic, "semantic")]
    [InlineData(MemoryType.Episodic, "episodic")]
    [InlineData(MemoryType.Procedural, "procedural")]
    [InlineData(MemoryType.Emotional, "emotional")]
    [InlineData(MemoryType.Reflective, "reflective")]
    public void Serialize_MemoryType_HasItsNameAndComesBack(MemoryType type, string name)
    {
        string json = JsonSerializer.Serialize(Item("a") with { Type = type });

        json.Should().Contain($"\"memory_type\":\"{name}\"");
        JsonSerializer.Deserialize<MemoryItem>(json)!.Type.Should().Be(type);
    }

    [Fact]
    public void Deserialize_UnknownProperties_AreSkipped()
    {
        MemoryItem item = JsonSerializer.Deserialize<MemoryItem>(
            """{"score":0.3,"later":{"id":"inner","tags":[{"memory":"inner"}]},"id":"1","memory":"m","user_id":"u","x":[[1],2]}""")!;

        History.FullMemory.ShouldBeSame(item, new MemoryItem { Id = "1", Text = "m", Scope = MemoryScope.ForUser("u") });
    }

    [Fact]
    public void Deserialize_NullsAsMem0WritesThem_CountAsAbsent()
    {
        MemoryItem item = JsonSerializer.Deserialize<MemoryItem>(
            """
            {"id":"1","memory":"m","hash":null,"metadata":null,"created_at":"2024-07-20T01:30:36.275141-07:00","updated_at":null,"user_id":"u",
             "agent_id":null,"tags":null,"linked_agent_ids":null,"version":null,"memory_type":null,"immutable":null,"expiration_date":null,
             "source_message_ids":null,"salience":null,"role":null}
            """)!;

        MemoryItem expected = new()
        {
            Id = "1",
            Text = "m",
            Scope = MemoryScope.ForUser("u"),
            CreatedAt = new DateTimeOffset(2024, 7, 20, 8, 30, 36, TimeSpan.Zero).AddTicks(2751410),
        };
        History.FullMemory.ShouldBeSame(item, expected);
    }

    [Theory]
    [InlineData("""{"memory":"m","user_id":"u"}""")]
    [InlineData("""{"id":"1","user_id":"u"}""")]
    [InlineData("""{"id":"1","memory":"m"}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":" "}""")]
    [InlineData("""{"id":1,"memory":"m","user_id":"u"}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","metadata":[]}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","memory_type":"odd"}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","created_at":"yesterday"}""")]
    [InlineData("""{"tags":"a","id":"1","memory":"m","user_id":"u"}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","tags":["a",null]}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","tags":["a",["b"]]}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","links":{}}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","links":["b"]}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","links":[{"strength":1}]}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","links":[{"id":"b","strength":0}]}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","links":[{"id":"b","strength":1.01}]}""")]
    [InlineData("""{"id":"1","memory":"m","user_id":"u","links":[{"id":"b c"}]}""")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public void Deserialize_NoMemory_IsAJsonException(string json) =>
        FluentActions.Invoking(() => JsonSerializer.Deserialize<MemoryItem>(json)).Should().Throw<JsonException>();

    [Theory]
    [InlineData("hello", "5d41402abc4b2a76b9719d911017c592")]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("caf\u00e9 \U0001F600", "77363a4752ff4d95e47ec96c6b215330")]
    public void Hash_Text_IsTheMd5OfItsUtf8(string text, string expected) => Item("a", text: text).Hash.Should().Be(expected);

    [Fact]
    public void Equals_IdAndVersion_Decide()
    {
        Item("a").Should().Be(Item("a", text: "other"));
        Item("a").GetHashCode().Should().Be(Item("a", text: "other").GetHashCode());
        Item("a").Should().NotBe(Item("a") with { Version = 2 });
        Item("a").Should().NotBe(Item("A"));
    }

    [Fact]
    public void IsExpired_Instant_FromExpiresAtOn()
    {
        MemoryItem item = Item("a") with { ExpiresAt = Noon };

        item.IsExpired(Noon.AddTicks(-1)).Should().BeFalse();
        item.IsExpired(Noon).Should().BeTrue();
        Item("a").IsExpired(DateTimeOffset.MaxValue).Should().BeFalse();
    }

    [Fact]
    public void ToString_Memory_ShowsNoTextOrOwner() => History.FullMemory.Item.ToString().Should().Be($"MemoryItem {History.FullMemory.Item.Id} v7");

    private sealed record Holder(IReadOnlyList<MemoryItem> Items, MemoryItem? None, string After);

    [Theory]
    [InlineData("2024-07-20T08:30:36", "2024-07-20T08:30:36+00:00")]
    [InlineData("2024-07-20", "2024-07-20T00:00:00+00:00")]
    [InlineData("2024-07-20T08:30:36Z", "2024-07-20T08:30:36+00:00")]
    [InlineData("2024-07-20T08:30:36-07:00", "2024-07-20T15:30:36+00:00")]
    public void Deserialize_OfAnInstant_TakesItAsUtcWhereItHasNoOffset(string written, string expected)
    {
        MemoryItem item = JsonSerializer.Deserialize<MemoryItem>(
            $$"""{"id":"1","memory":"m","user_id":"u","created_at":"{{written}}"}""")!;

        item.CreatedAt.Should().BeExactly(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }
}
