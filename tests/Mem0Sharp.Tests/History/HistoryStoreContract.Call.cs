using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task GetCallAsync_OfAKeyThatWasNeverUsed_IsNull() => (await Store.GetCallAsync("key", Token)).Should().BeNull();

    [Fact]
    public async Task CommitAsync_AUnitWithACall_RecordsItWithItsOutcome()
    {
        InvalidOperationException failure = new("any");
        IReadOnlyList<HistoryWriteResult>? described = null;
        HistoryUnit unit = new()
        {
            AllOrNothing = false,
            Call = new HistoryCall
            {
                Key = "key",
                Request = "request",
                CalledAt = Noon,
                ForgetBefore = Noon.AddDays(-1),
                Scope = MemoryScope.ForUser("alice"),
                Describe = results =>
                {
                    described = results;
                    return new HistoryCallOutcome("nul \0, caf\u00e9, \ud83d\ude00", ["a", "b"]);
                },
            },
        };

        HistoryCommit commit = await CommitAsync(
            Add("alone"), Add("a") with { Unit = unit }, Failing("b", failure) with { Unit = unit }, Unchanged("a") with { Unit = unit });

        described!.Select(result => (result.Entry?.Sequence, result.Error)).Should().Equal((2, null), (null, failure), (null, null));
        described.Should().Equal(commit.Results.Skip(1));
        (await Store.GetCallAsync("key", Token)).Should().Be(new RecordedCall("request", "nul \0, caf\u00e9, \ud83d\ude00", Noon) { Scope = unit.Call!.Scope });
        (await Store.GetCallAsync("KEY", Token)).Should().BeNull();
    }

    [Fact]
    public async Task CommitAsync_ACallAgain_IsLeftOutUndecided()
    {
        List<string> described = [];
        await CommitAsync(Add("a") with { Unit = Unit("key", described) });

        HistoryUnit again = Unit("key", described);
        HistoryCommit commit = await CommitAsync(
            Undecided("a") with { Unit = again }, Add("alone"), Undecided("b") with { Unit = again });

        commit.Results.Select(result => (result.IsRepeat, result.Entry?.MemoryId, result.Error)).Should().Equal(
            (true, null, null), (false, "alone", null), (true, null, null));
        described.Should().Equal("key");
    }

    [Fact]
    public async Task CommitAsync_ACallTwiceInOneTransaction_HappensOnce()
    {
        List<string> described = [];

        HistoryCommit commit = await CommitAsync(
            Add("a") with { Unit = Unit("key", described) }, Undecided("b") with { Unit = Unit("key", described) });

        commit.Results.Select(result => result.IsRepeat).Should().Equal(false, true);
        described.Should().Equal("key");
    }

    [Fact]
    public async Task CommitAsync_ACallWithAnotherRequest_IsRefused()
    {
        List<string> described = [];
        await CommitAsync(Add("a") with { Unit = Unit("key", described) });
        RecordedCall? before = await Store.GetCallAsync("key", Token);

        HistoryUnit other = new() { AllOrNothing = false, Call = Call("key", described, request: "other") };
        HistoryCommit commit = await CommitAsync(Undecided("b") with { Unit = other }, Undecided("c") with { Unit = other });

        commit.Results.Should().OnlyContain(result => !result.IsRepeat && result.Error is IdempotencyKeyException);
        commit.After.Should().Be(commit.Before);
        (await Store.GetCallAsync("key", Token)).Should().Be(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CommitAsync_ACallOfWhichEveryWriteFails_CanBeMadeAgain(bool allOrNothing)
    {
        List<string> described = [];
        HistoryUnit unit = new() { AllOrNothing = allOrNothing, Call = Call("key", described) };
        InvalidOperationException failure = new("any");

        await CommitAsync(Failing("a", failure) with { Unit = unit }, Failing("b", failure) with { Unit = unit });

        described.Should().BeEmpty();
        (await Store.GetCallAsync("key", Token)).Should().BeNull();
        (await CommitAsync(Add("a") with { Unit = unit })).Results[0].Entry.Should().NotBeNull();
        described.Should().Equal("key");
    }

    [Fact]
    public async Task CommitAsync_AnAllOrNothingCallThatFails_CanBeMadeAgain()
    {
        List<string> described = [];
        HistoryUnit unit = new() { Call = Call("key", described) };

        await CommitAsync(Add("a") with { Unit = unit }, Failing("b", new InvalidOperationException("any")) with { Unit = unit });

        described.Should().BeEmpty();
        (await Store.GetCallAsync("key", Token)).Should().BeNull();
    }

    [Fact]
    public async Task CommitAsync_ACallThatChangesNothing_IsRecorded()
    {
        List<string> described = [];

        HistoryCommit commit = await CommitAsync(Unchanged("unknown") with { Unit = Unit("key", described) });

        commit.After.Should().Be(commit.Before);
        (await Store.GetCallAsync("key", Token))!.Outcome.Should().Be("outcome of key");
    }

    [Fact]
    public async Task CommitAsync_ACall_ForgetsThoseThatAreOldEnoughAndNoOthers()
    {
        List<string> described = [];
        await CommitAsync(Unchanged("a") with { Unit = Unit("old", described, Noon) });
        await CommitAsync(Unchanged("a") with { Unit = Unit("edge", described, Noon.AddHours(1)) });
        await CommitAsync(Unchanged("a") with { Unit = Unit("new", described, Noon.AddHours(2)) });

        await CommitAsync(Unchanged("a") with
        {
            Unit = new HistoryUnit { Call = Call("newest", described, calledAt: Noon.AddHours(3), forgetBefore: Noon.AddHours(1)) },
        });

        string[] keys = ["old", "edge", "new", "newest"];
        List<bool> known = [];
        foreach (string key in keys)
        {
            known.Add(await Store.GetCallAsync(key, Token) is not null);
        }

        known.Should().Equal(false, true, true, true);
    }

    [Fact]
    public async Task CommitAsync_ACallWhoseKeyIsOfAForgottenOne_HappensAndTakesItsPlace()
    {
        List<string> described = [];
        await CommitAsync(Add("a") with { Unit = Unit("key", described, Noon) });

        HistoryCommit kept = await CommitAsync(Undecided("b") with
        {
            Unit = new HistoryUnit { Call = Call("key", described, calledAt: Noon.AddHours(2), forgetBefore: Noon) },
        });
        HistoryCommit forgotten = await CommitAsync(Add("b") with
        {
            Unit = new HistoryUnit { Call = Call("key", described, "other", Noon.AddHours(2), Noon.AddTicks(1)) },
        });

        kept.Results[0].IsRepeat.Should().BeTrue();
        forgotten.Results[0].Entry!.MemoryId.Should().Be("b");
        (await Store.GetCallAsync("key", Token)).Should().Be(new RecordedCall("other", "outcome of key", Noon.AddHours(2)));
    }

    [Fact]
    public async Task ResetAsync_WithCalls_ForgetsThem()
    {
        await CommitAsync(Add("a") with { Unit = Unit("key", []) });

        await Store.ResetAsync(Token);

        (await Store.GetCallAsync("key", Token)).Should().BeNull();
        (await CommitAsync(Add("a") with { Unit = Unit("key", []) })).Results[0].Entry.Should().NotBeNull();
    }

    private static HistoryUnit Unit(string key, List<string> described, DateTimeOffset? calledAt = null) =>
        new() { Call = Call(key, described, calledAt: calledAt) };

    private static HistoryCall Call(
        string key, List<string> described, string request = "request", DateTimeOffset? calledAt = null, DateTimeOffset? forgetBefore = null) => new()
        {
            Key = key,
            Request = request,
            CalledAt = calledAt ?? Noon,
            ForgetBefore = forgetBefore ?? Noon.AddDays(-7),
            Describe = results =>
            {
                described.Add(key);
                return new HistoryCallOutcome($"outcome of {key}", [.. results.Select(result => result.Head?.Item.Id).OfType<string>()]);
            },
        };

    private static HistoryWrite Undecided(string id) => new(id, _ => throw new InvalidOperationException("It must not be decided."));
}
