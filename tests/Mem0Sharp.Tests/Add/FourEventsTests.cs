using System.Text.RegularExpressions;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Adding;

/// <summary>Each decision of a model ends in exactly the right record, vector and history row, in a real file.</summary>
public sealed class FourEventsTests
{
    [Fact]
    public async Task AddAsync_OfACorrectionOfOneDetail_KeepsTheOtherDetail()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Bob's flight is at 9, his hotel is the Ritz");
        fixture.Extracts("Bob's hotel is the Grand");
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"text":null,"old_text":null,"span":"Ritz","with":"Grand","reason":null}""");

        MemoryAddResult result = await fixture.Memory.AddAsync("Not the Ritz, the Grand", MemoryFixture.Alice, cancellationToken: MemoryFixture.Token);

        FactResult fact = result.Facts.Single();
        (fact.Outcome, fact.PreviousText).Should().Be((FactOutcome.Updated, known.Text));
        (await fixture.Memory.GetAsync(known.Id, MemoryFixture.Token))!.Text.Should().Be("Bob's flight is at 9, his hotel is the Grand");
    }

    [Fact]
    public async Task AddAsync_WhenTheModelSaysAdd_CreatesRecordVectorAndRow()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Extracts("Alice lives in Berlin");

        MemoryAddResult result = await AddAsync(fixture, "I live in Berlin");

        FactResult fact = result.Facts.Should().ContainSingle().Subject;
        fact.Outcome.Should().Be(FactOutcome.Added);
        fact.Item!.Should().BeEquivalentTo(new
        {
            Text = "Alice lives in Berlin",
            Version = 1,
            Scope = MemoryFixture.Alice,
            CreatedAt = fixture.Time.GetUtcNow(),
            UpdatedAt = fixture.Time.GetUtcNow(),
            Role = "user",
            ActorId = "Alice",
        });
        fact.Item!.Source!.MessageIds.Should().Equal("m1");
        Vector(fixture, fact.Item).Should().Equal(fixture.Embeddings.VectorOf("Alice lives in Berlin"));
        Rows(fixture).Should().BeEquivalentTo([new object?[] { fact.Item.Id, 1L, "ADD", null, "Alice lives in Berlin", 0L, "Alice", "user" }]);
        fixture.Chat.Requests.Should().HaveCount(1, "nothing was known, so there was nothing to arbitrate");
    }

    [Fact]
    public async Task AddAsync_WhenTheModelSaysUpdate_ChangesTextVectorAndAppendsARow()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice lives in Berlin");
        fixture.Extracts("Alice moved to Hamburg");
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"text":"Alice lives in Hamburg","old_text":"Alice lives in Berlin","reason":"moved"}""");

        MemoryAddResult result = await AddAsync(fixture, "I moved to Hamburg");

        FactResult fact = result.Facts.Should().ContainSingle().Subject;
        fact.Outcome.Should().Be(FactOutcome.Updated);
        fact.PreviousText.Should().Be("Alice lives in Berlin");
        fact.Item!.Should().BeEquivalentTo(new { known.Id, Text = "Alice lives in Hamburg", Version = 2, known.Scope, known.CreatedAt, known.Role });
        Vector(fixture, fact.Item!).Should().Equal(fixture.Embeddings.VectorOf("Alice lives in Hamburg"));
        Rows(fixture)[1].Should().Equal(known.Id, 2L, "UPDATE", "Alice lives in Berlin", "Alice lives in Hamburg", 0L, null, "user");
        (await fixture.HistoryAsync(known.Id))[1].Reason.Should().Be("moved");
        (await fixture.Memory.SearchAsync("Hamburg", MemoryFixture.Alice, cancellationToken: MemoryFixture.Token))
            .Should().ContainSingle().Which.Item.Text.Should().Be("Alice lives in Hamburg");
    }

    [Fact]
    public async Task AddAsync_WhenTheModelSaysDelete_RemovesRecordAndVectorAndKeepsTheHistory()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice has a cat");
        fixture.Extracts("Alice no longer has a cat");
        fixture.Decides("""{"fact":0,"event":"DELETE","candidate":0,"text":null,"old_text":"Alice has a cat","reason":"gone"}""");

        MemoryAddResult result = await AddAsync(fixture, "I no longer have a cat");

        result.Facts.Should().ContainSingle().Which.Outcome.Should().Be(FactOutcome.Deleted);
        (await fixture.Memory.GetAsync(known.Id, MemoryFixture.Token)).Should().BeNull();
        (await fixture.Memory.SearchAsync("cat", MemoryFixture.Alice, cancellationToken: MemoryFixture.Token)).Should().BeEmpty();
        Rows(fixture)[1].Should().Equal(known.Id, 2L, "DELETE", "Alice has a cat", null, 1L, null, "user");
    }

    [Fact]
    public async Task AddAsync_WhenTheModelSaysNone_ChangesNothingAndAppendsNoRow()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice has a cat");
        fixture.Extracts("Alice owns a cat");
        fixture.Decides("""{"fact":0,"event":"NONE","candidate":0,"text":null,"old_text":null,"reason":"known"}""");

        MemoryAddResult result = await AddAsync(fixture, "I own a cat");

        FactResult fact = result.Facts.Should().ContainSingle().Subject;
        fact.Outcome.Should().Be(FactOutcome.None);
        fact.Item.Should().Be(known);
        Rows(fixture).Should().ContainSingle();
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: MemoryFixture.Token)).Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_WhenTheModelSaysNoneInAnotherRun_LinksTheRunAndKeepsTheFirst()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice has a cat", MemoryScope.ForUser("alice", "support", "run-a"));
        float[] vector = Vector(fixture, known);
        fixture.Extracts("Alice owns a cat");
        fixture.Decides("""{"fact":0,"event":"NONE","candidate":0,"text":null,"old_text":null,"reason":"known"}""");

        await fixture.Memory.AddAsync(
            [new ChatMessage(ChatRole.User, "I own a cat")],
            MemoryScope.ForUser("alice", "sales", "run-b"),
            cancellationToken: MemoryFixture.Token);

        MemoryItem linked = (await fixture.Memory.GetAsync(known.Id, MemoryFixture.Token))!;
        linked.Text.Should().Be("Alice has a cat");
        linked.Scope.Should().Be(known.Scope);
        linked.LinkedAgentIds.Should().Equal("sales");
        linked.LinkedRunIds.Should().Equal("run-b");
        Vector(fixture, linked).Should().Equal(vector);
        Rows(fixture)[1].Should().Equal(known.Id, 2L, "LINK", "Alice has a cat", "Alice has a cat", 0L, null, "user");
        foreach (string run in new[] { "run-a", "run-b" })
        {
            (await fixture.Memory.SearchAsync("cat", MemoryScope.ForRun(run), cancellationToken: MemoryFixture.Token))
                .Should().ContainSingle("the memory is found from {0}", run);
        }
    }

    [Fact]
    public async Task AddAsync_WhenOneReplyHasAllFour_AppliesThemInOneTransaction()
    {
        ScriptedChatClient chat = ScriptedChatClient.From(Answer);
        await using MemoryFixture fixture = MemoryFixture.ByModel(builder => builder.UseChatClient(chat));
        await fixture.StoreAsync("Alice lives in Berlin");
        await fixture.StoreAsync("Alice has a cat");
        await fixture.StoreAsync("Alice drinks tea");

        MemoryAddResult result = await AddAsync(fixture, "news");

        result.Facts.Select(fact => fact.Outcome).Should().Equal(
            FactOutcome.Updated, FactOutcome.Deleted, FactOutcome.None, FactOutcome.Added);
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: MemoryFixture.Token)
            .Select(item => item.Text).ToListAsync(MemoryFixture.Token))
            .Should().Equal("Alice sings", "Alice drinks tea", "Alice lives in Hamburg");
    }

    private static string Answer(ScriptedChatRequest request)
    {
        if (!request.AllText.Contains("Alice has a cat", StringComparison.Ordinal))
        {
            return """{"facts":[{"text":"Alice lives in Hamburg","messages":[0]},{"text":"Alice has no cat","messages":[0]},{"text":"Alice drinks tea often","messages":[0]},{"text":"Alice sings","messages":[0]}]}""";
        }

        // The candidates stand in the request as numbered lines: [n] "text".
        string Number(string text) => Regex.Match(
            request.AllText, $"\\[(\\d+)\\] \"{text}\"", RegexOptions.None, TimeSpan.FromSeconds(5)).Groups[1].Value;
        return $$"""
            {"decisions":[
              {"fact":0,"event":"UPDATE","candidate":{{Number("Alice lives in Berlin")}},"text":"Alice lives in Hamburg","old_text":"Alice lives in Berlin","reason":null},
              {"fact":1,"event":"DELETE","candidate":{{Number("Alice has a cat")}},"text":null,"old_text":"Alice has a cat","reason":null},
              {"fact":2,"event":"NONE","candidate":{{Number("Alice drinks tea")}},"text":null,"old_text":null,"reason":null},
              {"fact":3,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}]}
            """;
    }

    private static Task<MemoryAddResult> AddAsync(MemoryFixture fixture, string text) => fixture.Memory.AddAsync(
        [new ChatMessage(ChatRole.User, text) { AuthorName = "Alice", MessageId = "m1" }],
        MemoryFixture.Alice,
        cancellationToken: MemoryFixture.Token);

    private static List<object?[]> Rows(MemoryFixture fixture) => fixture.Sql(
        "SELECT memory_id, version, event, old_memory, new_memory, is_deleted, actor_id, role FROM history ORDER BY sequence");

    private static float[] Vector(MemoryFixture fixture, MemoryItem item) => MemoryFixture.Floats(fixture.Sql(
        "SELECT e.vector FROM memories m JOIN history h ON h.sequence = m.sequence JOIN embeddings e ON e.hash = h.text_hash "
            + $"WHERE m.memory_id = '{item.Id}'")[0][0]);
}
