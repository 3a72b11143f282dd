using System.Text.Json.Nodes;
using Mem0Sharp.Tests.Model;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.History;

/// <summary>A look at everything finds what is wrong, and nothing where nothing is.</summary>
public sealed class CheckTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CheckAsync_AfterEveryKindOfWrite_FindsNothing(bool inFile)
    {
        await using MemoryFixture fixture = await WrittenAsync(inFile ? null : builder => builder.UseHistory(new InMemoryHistoryStore()));

        MemoryCheckResult result = await fixture.Memory.CheckAsync(Token);

        result.Problems.Should().BeEmpty();
        result.IsSound.Should().BeTrue();
        (result.Memories, result.Versions).Should().Be((3, 7));
    }

    [Fact]
    public async Task CheckAsync_OfNothing_FindsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        (await fixture.Memory.CheckAsync(Token)).Should().BeEquivalentTo(new { IsSound = true, Memories = 0, Versions = 0 });
    }

    [Theory]
    [InlineData("UPDATE history SET record = replace(record, 'coffee', 'cocoa') WHERE version = 2", "not what was written")]
    [InlineData("UPDATE history SET new_memory = 'Likes cocoa' WHERE version = 2", "different texts")]
    [InlineData("UPDATE history SET new_hash = 'x' WHERE version = 1", "not what was written")]
    [InlineData("UPDATE history SET old_hash = 'x' WHERE version = 2", "chain of hashes is broken")]
    [InlineData("DELETE FROM history WHERE version = 2", "comes after version 1")]
    [InlineData("UPDATE memories SET is_deleted = 1 - is_deleted WHERE number = 1", "newest version is not its last row")]
    [InlineData("UPDATE memories SET sequence = (SELECT min(sequence) FROM history) WHERE number = 1", "newest version is not its last row")]
    [InlineData("DELETE FROM memory_scopes WHERE number = 1", "listed in no scope")]
    [InlineData("INSERT INTO memory_scopes VALUES (0, 'alice', 999)", "list a memory that is not there")]
    [InlineData("DELETE FROM embeddings WHERE number = 1", "no embedding")]
    [InlineData("INSERT INTO embeddings (hash, vector) SELECT x'00', vector FROM embeddings LIMIT 1", "belong to no row")]
    [InlineData("DELETE FROM memories WHERE number = 1", "belong to no memory")]
    [InlineData("INSERT INTO erasures (sequence, memory_id, version, erased_at) SELECT 9, memory_id, 9, '' FROM memories LIMIT 1", "still there")]
    [InlineData("INSERT INTO call_memories (memory_id, call) VALUES ('x', 999)", "a call that is not")]
    [InlineData("UPDATE memories SET is_deleted = 1 WHERE number = 1", "marked otherwise")]
    [InlineData("UPDATE memories SET expires_at = 1 WHERE number = 1", "marked otherwise")]
    [InlineData("UPDATE memories SET review_of = 'x' WHERE number = 1", "marked otherwise")]
    [InlineData("UPDATE memories SET text_sequence = 1 WHERE number = 1", "another row for their text")]
    [InlineData("UPDATE memory_scopes SET value = 'alicf' WHERE number = 1", "not found in them")]
    [InlineData("INSERT INTO memory_scopes VALUES (1, 'alice', 1)", "more or fewer scopes")]
    [InlineData("UPDATE history SET user_id = 'bob' WHERE sequence = 1", "do not say what their record says")]
    [InlineData("UPDATE history SET actor_id = 'bob' WHERE sequence = 1", "do not say what their record says")]
    [InlineData("UPDATE history SET event = 'UPDATE' WHERE event = 'DELETE'", "do not say what their record says")]
    [InlineData("UPDATE history SET recorded_at = replace(recorded_at, '2026', '2025') WHERE sequence = 1", "other times")]
    [InlineData("UPDATE history SET old_memory = 'Likes cocoa' WHERE version = 2 AND event = 'UPDATE'", "version before it have different texts")]
    [InlineData("UPDATE embeddings SET vector = zeroblob(length(vector))", "not of unit length")]
    public async Task CheckAsync_OfAFileThatWasTamperedWith_SaysSo(string tampering, string problem)
    {
        await using MemoryFixture fixture = await WrittenAsync();
        fixture.Forge(tampering);

        MemoryCheckResult result = await fixture.Memory.CheckAsync(Token);

        result.IsSound.Should().BeFalse();
        result.Problems.Should().Contain(found => found.Contains(problem, StringComparison.Ordinal));
        string.Join(' ', result.Problems).Should().NotContainAny("coffee", "cocoa", "alice");
    }

    [Theory]
    [InlineData("history", "reason = 'because'", "sequence = 2")]
    [InlineData("history", "changed_by = 'mallory'", "sequence = 1")]
    [InlineData("history", "changed_by_role = 'admin'", "sequence = 1")]
    [InlineData("history", "id = 'x'", "sequence = 1")]
    [InlineData("history", "text_hash = zeroblob(32)", "sequence = 1")]
    [InlineData("history", "checksum = NULL", "sequence = 1")]
    [InlineData("memories", "expires_at = 1", "number = 1")]
    [InlineData("memories", "text_sequence = 1", "number = 2")]
    [InlineData("embeddings", "vector = zeroblob(length(vector))", "number = 1")]
    [InlineData("calls", "outcome = NULL", "true")]
    [InlineData("calls", "called_at = '2020'", "true")]
    [InlineData("call_memories", "memory_id = (SELECT memory_id FROM memories WHERE number = 2)", "true")]
    [InlineData("erasures", "sequence = sequence - 1", "true")]
    [InlineData("rejections", "rejected_at = '2020'", "true")]
    [InlineData("rejections", "scope = 'x'", "true")]
    [InlineData("properties", "value = 'other'", "name = 'embedding_model'")]
    public async Task CheckAsync_OfARowThatIsNotAsItWasWritten_SaysOfWhichTable(string table, string change, string where)
    {
        await using MemoryFixture fixture = await WrittenAsync();
        fixture.Sql($"UPDATE {table} SET {change} WHERE {where} RETURNING 1").Should().NotBeEmpty();

        MemoryCheckResult result = await fixture.Memory.CheckAsync(Token);

        result.Problems.Should().Contain(found => found.Contains($"rows of {table} are not what was written", StringComparison.Ordinal));
        fixture.Forge($"UPDATE {table} SET checksum = 0 WHERE {where}");
        (await fixture.Memory.CheckAsync(Token)).Problems.Should()
            .NotContain(found => found.Contains("their checksum", StringComparison.Ordinal), "this is what it takes");
    }

    [Theory]
    [InlineData("CREATE INDEX theirs ON history (reason)")]
    [InlineData("DROP INDEX history_by_time")]
    [InlineData("UPDATE properties SET value = '0' WHERE name = 'schema'")]
    public async Task CheckAsync_OfOtherTablesThanWereWritten_SaysSo(string change)
    {
        await using MemoryFixture fixture = await WrittenAsync();
        fixture.Forge(change);

        (await fixture.Memory.CheckAsync(Token)).Problems.Should().ContainSingle().Which.Should().Contain("definitions of tables");
    }

    [Fact]
    public async Task CheckAsync_OfACounterThatWentBack_SaysSo()
    {
        await using MemoryFixture fixture = await WrittenAsync();
        fixture.Sql("UPDATE sqlite_sequence SET seq = 3");

        (await fixture.Memory.CheckAsync(Token)).Problems.Should().Contain(found => found.Contains("counters of sequences", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UPDATE history SET record = '{' WHERE sequence = 2", "could not be read on after sequence 0")]
    [InlineData("UPDATE history SET event = 'ADE' WHERE sequence = 1", "could not be read on after sequence 0")]
    [InlineData("UPDATE embeddings SET vector = x'00'", "cannot be brought up to date")]
    public async Task CheckAsync_OfAFileWhoseRowsCannotBeRead_SaysSoAndDoesNotThrow(string tampering, string problem)
    {
        await using MemoryFixture fixture = await WrittenAsync();
        fixture.Sql(tampering);
        await fixture.ReopenAsync();

        MemoryCheckResult result = await fixture.Memory.CheckAsync(Token);

        result.Problems.Should().Contain(found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckAsync_OfNamesOfEveryKind_FindsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        foreach (string name in (string[])["a\0b", "\0", "\"quoted\"", "\\u0041", "Zoë \U0001F3BB", "'", "\n", "1", "1.0", "null", "e\u0301"])
        {
            ChatMessage message = new(ChatRole.User, $"says {name}") { AuthorName = name };
            await fixture.Memory.AddAsync(
                [message], MemoryScope.ForUser("u" + name.Replace('\0', '0').Replace('\n', 'n').Replace(' ', '-')), new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        }

        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task CheckAsync_OfAStoreThatKeptADeletedMemory_SaysSo()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(new DeafToDeletesVectorStore()));
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Owns a boat");
        (await fixture.Memory.CheckAsync(Token)).IsSound.Should().BeTrue();

        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        (await fixture.Memory.CheckAsync(Token)).Problems.Should().ContainSingle().Which.Should().Contain("holds 2 memories; the history has 1");
    }

    private static async Task<MemoryFixture> WrittenAsync(Action<MemoryBuilder>? build = null)
    {
        MemoryFixture fixture = MemoryFixture.ByRules(build);
        MemoryItem tea = await fixture.StoreAsync("Likes tea", options: new MemoryAddOptions { Tags = ["drink"], Metadata = new JsonObject { ["n"] = 1.50 } });
        MemoryItem boat = await fixture.StoreAsync("Owns a boat");
        MemoryItem gone = await fixture.StoreAsync("Plays chess");
        await fixture.StoreAsync("Plays the cello", MemoryFixture.Bob);
        await fixture.Memory.UpdateAsync(tea.Id, "Likes coffee", new MemoryUpdateOptions { IdempotencyKey = "k" }, Token);
        await fixture.Memory.DeleteAsync(boat.Id, cancellationToken: Token);
        await fixture.Memory.RestoreAsync(boat.Id, 1, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(tea.Id, new MemoryPatch { Tags = TagsPatch.Clear }, cancellationToken: Token);
        await fixture.Memory.EraseAsync(gone.Id, Token);
        return fixture;
    }
}
