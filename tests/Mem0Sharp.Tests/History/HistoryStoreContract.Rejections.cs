using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    private static readonly RejectedValue Tea = new("alice", "tea"), Coffee = new("alice", "coffee"), BobsTea = new("bob", "tea");

    [Fact]
    public async Task GetRejectionsAsync_MixedValues_GivesInstantsInOrderWithNullForTheOthers()
    {
        await CommitAsync(Rejecting("a", Tea, 0), Rejecting("b", Coffee, 5));

        (await Store.GetRejectionsAsync([Coffee, BobsTea, Tea, Coffee], Token))
            .Should().Equal(Noon.AddMinutes(5), null, Noon, Noon.AddMinutes(5));
        (await Store.GetRejectionsAsync([], Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task AddRejectionsAsync_NewAndKnownOnes_KeepsTheLaterInstantAndMovesNothing()
    {
        await CommitAsync(Rejecting("a", Tea, 5));
        HistoryPosition before = await Store.GetPositionAsync(Token);

        await Store.AddRejectionsAsync([new(BobsTea, Noon), new(Tea, Noon), new(Coffee, Noon)], Token);
        await Store.AddRejectionsAsync([new(Coffee, Noon.AddMinutes(9))], Token);

        (await Store.ReadRejectionsAsync(Token).ToListAsync(Token)).Should().Equal(
            new Rejection(Coffee, Noon.AddMinutes(9)), new Rejection(Tea, Noon.AddMinutes(5)), new Rejection(BobsTea, Noon));
        (await Store.GetPositionAsync(Token)).Should().Be(before);
    }

    [Fact]
    public async Task ReadRejectionsAsync_ManyOfThem_GivesEachOnce()
    {
        Rejection[] many = [.. Enumerable.Range(0, 600).Select(i => new Rejection(new RejectedValue($"{i % 7}", $"{i:000}"), Noon))];
        await Store.AddRejectionsAsync(many, Token);

        (await Store.ReadRejectionsAsync(Token).ToListAsync(Token)).Should()
            .Equal(many.OrderBy(rejection => rejection.Value.Scope, StringComparer.Ordinal).ThenBy(rejection => rejection.Value.Value, StringComparer.Ordinal));
    }

    [Fact]
    public async Task CommitAsync_RejectingAgain_KeepsTheLaterInstantWhateverTheOrder()
    {
        await CommitAsync(Rejecting("a", Tea, 5), Rejecting("b", Tea, 0));
        await CommitAsync(Rejecting("c", Coffee, 0), Rejecting("d", Coffee, 5));

        (await Store.GetRejectionsAsync([Tea, Coffee], Token)).Should().Equal(Noon.AddMinutes(5), Noon.AddMinutes(5));
    }

    [Fact]
    public async Task LiftRejectionAsync_AValue_LiftsThatOnly()
    {
        await CommitAsync(Rejecting("a", Tea, 0), Rejecting("b", BobsTea, 0));
        HistoryPosition before = await Store.GetPositionAsync(Token);

        (await Store.LiftRejectionAsync(Tea, Token)).Should().BeTrue();
        (await Store.LiftRejectionAsync(Tea, Token)).Should().BeFalse();
        (await Store.LiftRejectionAsync(Coffee, Token)).Should().BeFalse();

        (await Store.GetRejectionsAsync([Tea, BobsTea], Token)).Should().Equal(null, Noon);
        (await Store.GetPositionAsync(Token)).Should().Be(before);
    }

    [Fact]
    public async Task CommitAsync_OneRowThatLiftsAndRejects_DoesBoth()
    {
        await CommitAsync(Rejecting("a", Tea, 0));

        await CommitAsync(new HistoryWrite("b", _ => new HistoryAppend
        {
            Event = MemoryEvent.Add,
            Item = Item("b"),
            Embedding = Embedding("text of b"),
            Lifts = Tea,
            Rejects = Coffee,
        }));

        (await Store.GetRejectionsAsync([Tea, Coffee], Token)).Should().Equal(null, Noon);
    }

    [Fact]
    public async Task CommitAsync_GuardOfARejectedValue_LeavesThatWriteOut()
    {
        await CommitAsync(Add("known"), Rejecting("a", Tea, 0));

        HistoryCommit commit = await CommitAsync(
            Add("b") with { Guard = new RejectionGuard(Tea, null) },
            Update("known", "tea") with { Guard = new RejectionGuard(Tea, Noon) },
            Add("c") with { Guard = new RejectionGuard(Coffee, null) },
            Add("d") with { Guard = new RejectionGuard(Tea, Noon.AddTicks(1)) });

        commit.Results.Select(result => (result.IsSuppressed, result.Entry?.Sequence, result.Head?.Item.Id, result.Error)).Should().Equal(
            (true, null, null, null), (true, null, "known", null), (false, 3, "c", null), (false, 4, "d", null));
        commit.After.Should().Be(At(4));
        (await ListedAsync(scope: null)).Should().Equal("d", "c", "a", "known");
    }

    [Fact]
    public async Task CommitAsync_GuardOfAValueThatTheSameTransactionRejectsOrLifts_SeesIt()
    {
        await CommitAsync(Rejecting("a", Coffee, 0));
        HistoryWrite lifting = new("b", _ => new HistoryAppend
        {
            Event = MemoryEvent.Add,
            Item = Item("b"),
            Embedding = Embedding("text of b"),
            Lifts = Coffee,
        });

        HistoryCommit commit = await CommitAsync(
            Rejecting("c", Tea, 0), Add("d") with { Guard = new RejectionGuard(Tea, null) },
            lifting, Add("e") with { Guard = new RejectionGuard(Coffee, null) });

        commit.Results.Select(result => result.IsSuppressed).Should().Equal(false, true, false, false);
    }

    [Fact]
    public async Task CommitAsync_RejectingWriteThatFails_RejectsNothing()
    {
        HistoryUnit unit = new();

        await CommitAsync(Rejecting("a", Tea, 0) with { Unit = unit }, Failing("b", new TimeoutException()) with { Unit = unit });

        (await Store.GetRejectionsAsync([Tea], Token)).Should().Equal([null]);
    }

    [Fact]
    public async Task ResetAsync_Rejections_AreForgotten()
    {
        await CommitAsync(Rejecting("a", Tea, 0));

        await Store.ResetAsync(Token);

        (await Store.GetRejectionsAsync([Tea], Token)).Should().Equal([null]);
    }

    private static HistoryWrite Rejecting(string id, RejectedValue value, int minutes) => new(id, _ => new HistoryAppend
    {
        Event = MemoryEvent.Add,
        Item = Item(id) with { RecordedAt = Noon.AddMinutes(minutes) },
        Embedding = Embedding($"text of {id}"),
        Rejects = value,
    });
}
