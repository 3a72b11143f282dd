using System.Reflection;

namespace Mem0Sharp.Tests.Isolation;

/// <summary>Every call of a handle, of every scope against every other: what is stored as one is nothing to the other.</summary>
public sealed class IsolationTests
{
    private static readonly (MemoryScope Owner, MemoryScope Other)[] Pairs =
    [
        .. IsolationWorld.Scopes.SelectMany(owner => IsolationWorld.Scopes.Select(other => (owner, other))).Where(pair => !pair.other.Covers(pair.owner)),
    ];

    public static TheoryData<int, string> ById => Named(IsolationCalls.ById.Select(call => call.Method));

    public static TheoryData<int, string> OfAll => Named(IsolationCalls.OfAll.Select(call => call.Method));

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public void Matrix_EveryPublicMethodOfAHandle_IsInIt_C1() =>
        typeof(ScopedMemory).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && method.Name is not nameof(ScopedMemory.ToString))
            .Select(method => method.Name)
            .Distinct(StringComparer.Ordinal)
            .Should().BeSubsetOf(IsolationCalls.ById.Select(call => call.Method).Concat(IsolationCalls.OfAll.Select(call => call.Method)));

    [Fact]
    public void Matrix_EveryMethodOfAMemoryThatCouldReachOne_IsOneOfAHandle_C1()
    {
        string[] unbound =
        [
            "OpenAsync", "ResetAsync", "AddManyAsync", "ImportAsync", "CheckAsync", "VerifyAsync", "BackupAsync", "ExportAsync", "CheckHealthAsync", "DisposeAsync",
            "Dispose", "For", "ProcessQueueAsync", "GetQueueAsync", "DiscardQueuedAsync", "EmbedMissingAsync", "ReembedAsync", "RebuildAsync", "GetLastSequenceAsync",
        ];

        typeof(Memory).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName)
            .Select(method => method.Name)
            .Distinct(StringComparer.Ordinal)
            .Except(unbound, StringComparer.Ordinal)
            .Should().BeSubsetOf(typeof(ScopedMemory).GetMethods().Select(method => method.Name));
    }

    [Theory]
    [MemberData(nameof(ById))]
    public async Task Call_OfAnotherScopesMemory_AnswersAsOfOneThatNeverWasAndChangesNothing_C1_C2(int index, string method)
    {
        foreach ((MemoryScope owner, MemoryScope other) in PairsOf(index))
        {
            await using IsolationWorld world = await IsolationWorld.FilledAsync(owner);
            ScopedMemory handle = world.Memory.For(other);
            string before = await world.StateAsync();
            foreach (string id in (string[])[world.Item.Id, world.Kept.Id])
            {
                string foreign = await AnswerAsync(index, handle, world, id);
                string unknown = await AnswerAsync(index, handle, world, "0199aaaa-0000-7000-8000-000000000009");

                foreign.Should().Be(unknown, "{0} of {1} as {2}", method, owner.UserId ?? owner.ToString(), other.UserId ?? other.ToString());
                (await world.StateAsync()).Should().Be(before, method);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ById))]
    public async Task Call_OfItsOwnScopesMemory_AnswersOtherwise_C1(int index, string method)
    {
        await using IsolationWorld world = await IsolationWorld.FilledAsync(MemoryScope.ForUser("alice", agentId: "coach"));
        foreach (MemoryScope own in (MemoryScope[])[MemoryScope.ForUser("alice"), MemoryScope.ForAgent("coach"), world.Item.Scope])
        {
            await using IsolationWorld fresh = await IsolationWorld.FilledAsync(world.Item.Scope);
            string id = method is "SettleReviewAsync" ? fresh.Kept.Id : fresh.Item.Id;

            string answer = await AnswerAsync(index, fresh.Memory.For(own), fresh, id);

            answer.Should().NotBe(await AnswerAsync(index, fresh.Memory.For(own), fresh, "0199aaaa-0000-7000-8000-000000000009"), method);
        }
    }

    [Theory]
    [MemberData(nameof(OfAll))]
    public async Task Call_ForAnotherScope_FindsAndChangesNothing_C1(int index, string method)
    {
        foreach ((MemoryScope owner, MemoryScope other) in PairsOf(index))
        {
            // What a person rejected holds for all that the same user has: the one thing that handles of one user share.
            bool sharesRejections = owner.Knowledge.Equals(other.Knowledge);
            if (sharesRejections && method is "LiftRejectionAsync")
            {
                continue;
            }

            await using IsolationWorld world = await IsolationWorld.FilledAsync(owner);
            string before = await world.StateAsync();

            string answer = await IsolationCalls.OfAll[index].Call(world.Memory.For(other), world, Token);

            answer.Should().Be(IsolationCalls.OfAll[index].Nothing, "{0} of {1} as {2}", method, owner.UserId ?? owner.ToString(), other.UserId ?? other.ToString());
            (await world.StateAsync()).Should().Be(before, method);
        }
    }

    [Theory]
    [MemberData(nameof(OfAll))]
    public async Task Call_ForItsOwnScope_FindsSomething_C1(int index, string method)
    {
        MemoryScope scope = MemoryScope.ForUser("alice", agentId: "coach");
        await using IsolationWorld world = await IsolationWorld.FilledAsync(scope);

        string answer = await IsolationCalls.OfAll[index].Call(world.Memory.For(scope), world, Token);

        answer.Should().NotBe(IsolationCalls.OfAll[index].Nothing, method);
    }

    private static Task<string> AnswerAsync(int index, ScopedMemory handle, IsolationWorld world, string id) =>
        IsolationCalls.AnswerAsync(() => IsolationCalls.ById[index].Call(handle, world, id, Token), id);

    private static TheoryData<int, string> Named(IEnumerable<string> methods)
    {
        TheoryData<int, string> data = [];
        foreach ((int index, string method) in methods.Index())
        {
            data.Add(index, method);
        }

        return data;
    }

    /// <summary>Gets the pairs that a call is tried with: all, or where a share of long tests is run, others for each call.</summary>
    private static IEnumerable<(MemoryScope Owner, MemoryScope Other)> PairsOf(int index)
    {
        int share = MemoryFixture.Share(Pairs.Length);
        return Enumerable.Range(0, share).Select(i => Pairs[((i * Pairs.Length / share) + index) % Pairs.Length]);
    }
}
