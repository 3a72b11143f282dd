using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.Apply;

public sealed class RestoreDecisionTests
{
    private static readonly DateTimeOffset Now = Noon.AddDays(1);

    private static readonly MemoryItem Old = History.FullMemory.Item with { Id = "a", IsImmutable = false, Version = 1 };

    /// <summary>Everything that can differ does, so that it shows which version each part is taken from.</summary>
    private static readonly MemoryItem Current = new()
    {
        Id = "a",
        Text = "current",
        Scope = MemoryScope.ForUser("alice", "coach", "run-1", "web"),
        LinkedAgentIds = ["agent-z"],
        LinkedRunIds = ["run-z"],
        Version = 2,
        CreatedAt = Noon.AddYears(-1),
        ActorId = "Somebody",
        Role = "assistant",
        Salience = 0.9,
    };

    private static readonly MemoryHead Head = new(Current, Sequence: 9, FirstSequence: 4, IsDeleted: false);

    private static readonly RestorePoint Point = new(Old, NewestVersion: 2, Changes: 1, FirstChange: 2);

    private static readonly MemoryWrite.Restore Write = new("a", 1) { Point = Point };

    [Fact]
    public void Decide_Restore_TakesTheContentOfThatVersionAndKeepsWhoseItIs()
    {
        StoredEmbedding embedding = Embedding(Old.Text);

        HistoryAppend append = Decide(Write with { Note = new ChangeNote(By: null, Role: null, "why", Trust: null) }, Head, embedding)!;

        append.Event.Should().Be(MemoryEvent.Restore);
        append.Reason.Should().Be("why");
        append.Embedding.Should().Be(embedding);
        History.FullMemory.ShouldBeSame(append.Item, Current with
        {
            Text = Old.Text,
            Metadata = Old.Metadata,
            Tags = Old.Tags,
            Entities = Old.Entities,
            Links = Old.Links,
            ExpiresAt = Old.ExpiresAt,
            ValidFrom = Old.ValidFrom,
            ValidTo = Old.ValidTo,
            Type = Old.Type,
            Trust = Old.Trust,
            Source = Old.Source,
            Version = 3,
            UpdatedAt = Now,
            RecordedAt = Now,
        });
    }

    [Fact]
    public void Decide_RestoreOfAnotherTextWithoutItsVector_AsksForIt() =>
        FluentActions.Invoking(() => Decide(Write, Head)).Should().Throw<TextChangedException>();

    [Theory]
    [InlineData("type")]
    [InlineData("source")]
    [InlineData("no source")]
    [InlineData("another time")]
    [InlineData("trust")]
    [InlineData("links")]
    public void Decide_RestoreOfOnePartThatDiffers_IsAChangeThatNeedsNoVector(string part)
    {
        MemoryItem current = part switch
        {
            "type" => Old with { Version = 2, Type = MemoryType.Procedural },
            "links" => Old with { Version = 2, Links = [] },
            "trust" => Old with { Version = 2, Trust = MemoryTrust.Standard },
            "source" => Old with { Version = 2, Source = new MemorySource(["#7"]) },
            "another time" => Old with { Version = 2, Source = Old.Source! with { OccurredAt = Now } },
            _ => Old with { Version = 2, Source = null },
        };

        HistoryAppend append = Decide(Write, Head with { Item = current })!;

        append.Embedding.Should().BeNull();
        append.Item.Links.Should().Equal(Old.Links);
        (append.Item.Type, append.Item.Source).Should().Be((Old.Type, Old.Source));
    }

    [Fact]
    public void Decide_RestoreOfTheSameContent_AppendsNothingHoweverMuchWasWrittenSince()
    {
        // The source is read from the file anew: it is the same when it names the same messages.
        MemoryItem same = Old with { Version = 5, Source = new MemorySource([.. Old.Source!.MessageIds]) { OccurredAt = Old.Source.OccurredAt }, LinkedRunIds = [] };

        Decide(Write with { Point = Point with { NewestVersion = 5, Changes = 4 } }, Head with { Item = same }).Should().BeNull();
    }

    [Fact]
    public void Decide_RestoreOfADeletedMemoryWithTheSameContent_BringsItBack()
    {
        HistoryAppend append = Decide(Write, new MemoryHead(Old with { Version = 2 }, 9, 4, IsDeleted: true))!;

        append.Event.Should().Be(MemoryEvent.Restore);
        append.Embedding.Should().BeNull("the text is not new to the memory");
        append.Item.Version.Should().Be(3);
    }

    [Fact]
    public void Decide_RestoreWhenTheHistoryGrewSinceTheLook_LooksAgainOnlyWhenItMatters()
    {
        MemoryHead grown = Head with { Item = Current with { Version = 3 } };
        StoredEmbedding embedding = Embedding(Old.Text);

        FluentActions.Invoking(() => Decide(Write, grown, embedding)).Should().Throw<RestorePointOutdatedException>();
        Decide(Write with { Force = true }, grown, embedding)!.Item.Version.Should().Be(4);
        Decide(Write with { ExpectedVersion = 3 }, grown, embedding)!.Item.Version.Should().Be(4);
        FluentActions.Invoking(() => Decide(Write with { Point = Point with { Changes = 2 } }, grown, embedding))
            .Should().Throw<MemoryConflictException>().Which.ActualVersion.Should().Be(3);
    }

    [Fact]
    public async Task ReadAsync_OfAVersion_CountsTheChangesAfterItWithoutTheLinks()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using InMemoryHistoryStore history = new();
        await history.CommitAsync(
            [
                Append(Old), Append(Old with { Version = 2 }, MemoryEvent.Link), Append(Old with { Version = 3 }, MemoryEvent.Update),
                Append(Old with { Version = 4 }, MemoryEvent.Link), Append(Old with { Version = 5 }, MemoryEvent.Restore),
            ],
            token);

        (await RestorePoint.ReadAsync(history, "a", 1, token)).Should().Be(new RestorePoint(Old, NewestVersion: 5, Changes: 2, FirstChange: 3));
        (await RestorePoint.ReadAsync(history, "a", 5, token)).Should().Be(
            new RestorePoint(Old with { Version = 5 }, NewestVersion: 5, Changes: 0, FirstChange: null));
        (await RestorePoint.ReadAsync(history, "a", 6, token)).Should().BeNull();
        (await RestorePoint.ReadAsync(history, "unknown", 1, token)).Should().BeNull();
    }

    private static HistoryAppend? Decide(MemoryWrite write, MemoryHead head, StoredEmbedding? embedding = null) =>
        new WriteDecision(write, embedding, new StoppedClock(Now)).Decide(head);

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
