using System.Text.Json;
using Mem0Sharp.Tests.Isolation;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>E3: an id is literal, whatever it looks like, or refused with a typed error; for every call that takes one.</summary>
public sealed class IdInputTests
{
    /// <summary>Ids of memories that stand beside each other; none may be taken for another.</summary>
    private static readonly string[] Literal =
    [
        "abc", "ABC", "Abc", "a%", "a_c", "%", "_", "*", "a*", "?", "[a-z]", "'", "''", "\"", "\\", "a';DROP/**/TABLE/**/history;--", "'OR'1'='1",
        "../../etc/passwd", "..\\..\\windows", "/", ".", "file:///x", "%00", "%2e%2e%2f", "null", "0", "-1", "1", "01", "$ne", "{\"$gt\":\"\"}",
        "é", "e\u0301", "\u0430bc", "abc\u200B", "\u202Ecba", "I", "i", "\u0131", "\u0130", "ß", "ss", "\U0001F600",
        new string('x', MemoryLimits.IdLength), new string('x', MemoryLimits.IdLength - 1),
    ];

    private static readonly Dictionary<string, string?> Bad = new(StringComparer.Ordinal)
    {
        ["null"] = null,
        ["empty"] = string.Empty,
        ["blank"] = " ",
        ["space before"] = " abc",
        ["space after"] = "abc\u00A0",
        ["line break"] = "a\nbc",
        ["NUL"] = "abc\0",
        ["one too long"] = new string('x', MemoryLimits.IdLength + 1),
        ["10 kB"] = new string('x', 10_240),
        ["half a pair"] = "abc\uD83D",
    };

    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<int, string, bool> Calls
    {
        get
        {
            TheoryData<int, string, bool> calls = [];
            foreach ((int index, string method) in IsolationCalls.ById.Select(call => call.Method).Index())
            {
                calls.Add(index, method, true);
                calls.Add(index, method, false);
            }

            return calls;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_ByAnIdThatIsThere_TouchesThatMemoryAlone_E3(int index, string method, bool managed)
    {
        using TemporaryFile file = new();
        await using IsolationWorld world = await WorldAsync(file, managed, Literal);
        ScopedMemory handle = world.Memory.For(MemoryFixture.Alice);
        foreach (string id in Literal)
        {
            string others = await StateAsync(world, Literal.Where(other => !string.Equals(other, id, StringComparison.Ordinal)));

            string answer = await IsolationCalls.AnswerAsync(() => IsolationCalls.ById[index].Call(handle, world, id, Token), id);

            answer.Should().NotContain(nameof(MemoryStoreException), "{0} of {1}", method, id);
            (await StateAsync(world, Literal.Where(other => !string.Equals(other, id, StringComparison.Ordinal)))).Should().Be(others, "{0} of {1}", method, id);
        }

        (await world.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_ByAnIdThatIsNotThere_AnswersAsForAnyOtherAndTouchesNothing_E3(int index, string method, bool managed)
    {
        using TemporaryFile file = new();
        await using IsolationWorld world = await WorldAsync(file, managed, ["abcd", "a'", "x"]);
        ScopedMemory handle = world.Memory.For(MemoryFixture.Alice);
        string state = await StateAsync(world, ["abcd", "a'", "x"]) + await world.StateAsync();
        string unknown = await AnswerAsync("0199aaaa-0000-7000-8000-000000000009");
        foreach (string id in Literal)
        {
            (await AnswerAsync(id)).Should().Be(unknown, "{0} of {1}", method, id);
        }

        (await StateAsync(world, ["abcd", "a'", "x"]) + await world.StateAsync()).Should().Be(state, method);

        async Task<string> AnswerAsync(string id) =>
            (await IsolationCalls.AnswerAsync(() => IsolationCalls.ById[index].Call(handle, world, id, Token), "\0"))
                .Replace($"memory_id, {id}]", "memory_id, it]", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_ByWhatIsNoId_IsRefusedAndTouchesNothing_E3(int index, string method, bool managed)
    {
        using TemporaryFile file = new();
        await using IsolationWorld world = await WorldAsync(file, managed, ["abc"]);
        ScopedMemory handle = world.Memory.For(MemoryFixture.Alice);
        string state = await StateAsync(world, ["abc"]) + await world.StateAsync();
        foreach ((string name, string? id) in Bad)
        {
            Func<Task> refused = () => IsolationCalls.ById[index].Call(handle, world, id!, Token);

            (await refused.Should().ThrowAsync<Exception>("{0} of {1}", method, name)).Which
                .Should().BeOfType(id is null ? typeof(ArgumentNullException) : typeof(MemoryValidationException), "{0} of {1}", method, name);
        }

        (await StateAsync(world, ["abc"]) + await world.StateAsync()).Should().Be(state, method);
    }

    private static async Task<IsolationWorld> WorldAsync(TemporaryFile file, bool managed, IEnumerable<string> ids)
    {
        IsolationWorld world = await IsolationWorld.FilledAsync(
            MemoryFixture.Alice, builder => _ = managed ? builder.UseHistory(new InMemoryHistoryStore()) : builder.UseSqlite(file.Path));
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(ids.Select(id => new { id, memory = $"Likes {id}", user_id = "alice" }));
        MemoryImportResult imported = await world.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(json)), cancellationToken: Token);
        imported.Should().OnlyContain(item => item.Outcome == MemoryImportOutcome.Imported);
        return world;
    }

    private static async Task<string> StateAsync(IsolationWorld world, IEnumerable<string> ids)
    {
        List<HistoryEntry> rows = await world.Memory.HistoryAsync(ids, Token).ToListAsync(Token);
        return string.Join('\n', rows.Select(row => $"{row} {row.NewText}"));
    }
}
