using System.Text.Json.Nodes;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.Apply;

public sealed class WriteDecisionTests
{
    private static readonly DateTimeOffset Now = Noon.AddDays(1);

    private static readonly MemoryItem Current = History.FullMemory.Item with { Id = "a", IsImmutable = false, Version = 3 };

    private static readonly MemoryHead Head = new(Current, Sequence: 9, FirstSequence: 4, IsDeleted: false);

    [Fact]
    public void Decide_Add_TakesTheDraftAtVersionOneWithTheClocksTimes()
    {
        StoredEmbedding embedding = Embedding("text");
        MemoryWrite write = new MemoryWrite.Add(Current) { Note = new ChangeNote(By: null, Role: null, "said so", Trust: null) };

        HistoryAppend append = Decide(write, head: null, embedding: embedding)!;

        append.Event.Should().Be(MemoryEvent.Add);
        append.Embedding.Should().Be(embedding);
        append.Reason.Should().Be("said so");
        History.FullMemory.ShouldBeSame(append.Item, Current with { RecordedEntities = null, Version = 1, CreatedAt = Now, UpdatedAt = Now, RecordedAt = Now });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decide_AddOfAnIdThatWasUsed_Conflicts(bool deleted)
    {
        MemoryConflictException error = Refused<MemoryConflictException>(new MemoryWrite.Add(Current), Head with { IsDeleted = deleted });

        (error.MemoryId, error.ExpectedVersion, error.ActualVersion).Should().Be(("a", 0, 3));
    }

    [Fact]
    public void Decide_UnknownOrDeletedMemory_IsNotFound()
    {
        MemoryWrite[] writes = [TextPatch("new"), new MemoryWrite.Delete("a"), new MemoryWrite.Link("a", MemoryScope.ForRun("r"))];

        foreach (MemoryWrite write in writes)
        {
            Refused<MemoryNotFoundException>(write, head: null).MemoryId.Should().Be("a");
            Refused<MemoryNotFoundException>(write, Head with { IsDeleted = true }).MemoryId.Should().Be("a");
        }
    }

    [Fact]
    public void Decide_DeletedMemoryWithTheRightVersion_IsStillNotFound() =>
        Refused<MemoryNotFoundException>(new MemoryWrite.Delete("a") { ExpectedVersion = 3 }, Head with { IsDeleted = true });

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Decide_OtherVersionThanExpected_Conflicts(int expected)
    {
        MemoryWrite[] writes = [TextPatch("new") with { ExpectedVersion = expected }, new MemoryWrite.Delete("a") { ExpectedVersion = expected }];

        foreach (MemoryWrite write in writes)
        {
            MemoryConflictException error = Refused<MemoryConflictException>(write, Head);
            (error.ExpectedVersion, error.ActualVersion).Should().Be((expected, 3));
        }
    }

    [Fact]
    public void Decide_ExpectedVersion_IsAccepted()
    {
        Decide(TextPatch("new") with { ExpectedVersion = 3 }, Head, Embedding("new"))!.Item.Version.Should().Be(4);
        Decide(new MemoryWrite.Delete("a") { ExpectedVersion = 3 }, Head)!.Item.Version.Should().Be(4);
    }

    [Fact]
    public void Decide_ImmutableMemory_CanBeLinkedAndDeletedButNotPatched()
    {
        MemoryHead head = Head with { Item = Current with { IsImmutable = true } };

        Refused<ImmutableMemoryException>(TextPatch("new"), head).MemoryId.Should().Be("a");
        Refused<ImmutableMemoryException>(new MemoryWrite.Patch("a", new MemoryPatch { Tags = TagsPatch.Clear }), head);
        Decide(new MemoryWrite.Link("a", MemoryScope.ForRun("new-run")), head)!.Item.IsImmutable.Should().BeTrue();
        Decide(new MemoryWrite.Delete("a"), head)!.Event.Should().Be(MemoryEvent.Delete);
    }

    [Fact]
    public void Refusal_WhatDecideWouldThrow_IsKnownBefore()
    {
        WriteDecision.Refusal(TextPatch("new"), head: null).Should().BeOfType<MemoryNotFoundException>();
        WriteDecision.Refusal(TextPatch("new") with { ExpectedVersion = 1 }, Head).Should().BeOfType<MemoryConflictException>();
        WriteDecision.Refusal(TextPatch("new"), Head).Should().BeNull();
        WriteDecision.Refusal(new MemoryWrite.Add(Current), head: null).Should().BeNull();
    }

    [Fact]
    public void Decide_NewText_ChangesTextVersionTimesAndNothingElse()
    {
        StoredEmbedding embedding = Embedding("new");

        HistoryAppend append = Decide(TextPatch("new") with { Note = new ChangeNote(By: null, Role: null, "why", Trust: null) }, Head, embedding)!;

        append.Event.Should().Be(MemoryEvent.Update);
        append.Embedding.Should().Be(embedding);
        append.Reason.Should().Be("why");
        History.FullMemory.ShouldBeSame(append.Item, Current with { Text = "new", RecordedEntities = null, Version = 4, UpdatedAt = Now, RecordedAt = Now });
    }

    [Fact]
    public void Decide_NewTextOfWhichAnExtractorFoundEntities_HasThem()
    {
        IReadOnlyList<MemoryEntity> found = [new(MemoryEntityKind.Name, "new")];

        new WriteDecision(TextPatch("new"), Embedding("new"), new StoppedClock(Now)) { Entities = found }.Decide(Head)!.Item.Entities.Should().Equal(found);
        new WriteDecision(new MemoryWrite.Add(Current), Embedding("new"), new StoppedClock(Now)) { Entities = found }.Decide(null)!.Item.Entities.Should().Equal(found);
    }

    [Fact]
    public void Decide_NewTextWithoutItsVector_AsksForIt() =>
        FluentActions.Invoking(() => Decide(TextPatch("new"), Head)).Should().Throw<TextChangedException>();

    [Fact]
    public void Decide_MetadataOnly_NeedsNoVectorAndStoresNone()
    {
        HistoryAppend append = Decide(new MemoryWrite.Patch("a", new MemoryPatch { Metadata = new JsonObject { ["k"] = 1 } }), Head)!;

        append.Event.Should().Be(MemoryEvent.Update);
        append.Embedding.Should().BeNull();
        append.Item.Version.Should().Be(4);
        append.Item.Metadata["k"].GetInt32().Should().Be(1);
        append.Item.Metadata.ContainsKey("z").Should().BeTrue();
    }

    [Fact]
    public void Decide_NothingThatDiffers_AppendsNothing()
    {
        MemoryPatch same = new()
        {
            Text = Current.Text,
            Metadata = MetadataPatch.Replace(Current.Metadata.ToJsonObject()),
            Tags = TagsPatch.Replace(Current.Tags),
            ExpiresAt = Current.ExpiresAt!.Value,
            ValidFrom = Current.ValidFrom!.Value,
            ValidTo = Current.ValidTo!.Value,
        };

        Decide(new MemoryWrite.Patch("a", same), Head).Should().BeNull();
    }

    [Theory]
    [InlineData("metadata")]
    [InlineData("tags")]
    [InlineData("tag order")]
    [InlineData("expires")]
    [InlineData("from")]
    [InlineData("to")]
    public void Decide_OnePartThatDiffers_IsAnUpdate(string part)
    {
        MemoryPatch patch = part switch
        {
            "metadata" => new MemoryPatch { Metadata = MetadataPatch.Clear },
            "tags" => new MemoryPatch { Tags = TagsPatch.Add("more") },
            "tag order" => new MemoryPatch { Tags = TagsPatch.Replace(Current.Tags.Reverse()) },
            "expires" => new MemoryPatch { ExpiresAt = InstantPatch.Clear },
            "from" => new MemoryPatch { ValidFrom = Noon },
            _ => new MemoryPatch { ValidTo = InstantPatch.Clear },
        };

        Decide(new MemoryWrite.Patch("a", patch), Head)!.Event.Should().Be(MemoryEvent.Update);
    }

    [Fact]
    public void Decide_Delete_KeepsTheContentAtTheNextVersion()
    {
        HistoryAppend append = Decide(new MemoryWrite.Delete("a") { Note = new ChangeNote(By: null, Role: null, "asked", Trust: null) }, Head)!;

        append.Event.Should().Be(MemoryEvent.Delete);
        append.Embedding.Should().BeNull();
        append.Reason.Should().Be("asked");
        History.FullMemory.ShouldBeSame(append.Item, Current with { Version = 4, UpdatedAt = Now, RecordedAt = Now });
    }

    [Fact]
    public void Decide_Link_AddsAgentAndRunAfterThoseThatAreThere()
    {
        HistoryAppend append = Decide(new MemoryWrite.Link("a", MemoryScope.ForUser("alice", "agent-c", "run-4")), Head)!;

        append.Event.Should().Be(MemoryEvent.Link);
        append.Embedding.Should().BeNull();
        History.FullMemory.ShouldBeSame(append.Item, Current with
        {
            LinkedAgentIds = ["agent-b", "agent-a", "agent-c"],
            LinkedRunIds = ["run-3", "run-2", "run-4"],
            Version = 4,
            UpdatedAt = Now,
            RecordedAt = Now,
        });
    }

    [Theory]
    [InlineData("coach", "run-1")]
    [InlineData("agent-a", "run-3")]
    [InlineData("coach", null)]
    [InlineData(null, "run-2")]
    public void Decide_LinkThatIsThere_AppendsNothing(string? agent, string? run) =>
        Decide(new MemoryWrite.Link("a", MemoryScope.ForUser("alice", agent, run)), Head).Should().BeNull();

    [Fact]
    public void Decide_SameLinkTwice_LinksOnce()
    {
        MemoryWrite write = new MemoryWrite.Link("a", MemoryScope.ForRun("run-9"));

        HistoryAppend first = Decide(write, Head)!;

        Decide(write, Head with { Item = first.Item }).Should().BeNull();
    }

    [Fact]
    public void Decide_UpdateAfterALink_KeepsTheLink()
    {
        MemoryItem linked = Decide(new MemoryWrite.Link("a", MemoryScope.ForRun("run-9")), Head)!.Item;

        MemoryItem updated = Decide(TextPatch("new"), Head with { Item = linked }, Embedding("new"))!.Item;

        updated.LinkedRunIds.Should().Equal("run-3", "run-2", "run-9");
        updated.Scope.RunId.Should().Be("run-1");
        updated.Version.Should().Be(5);
    }

    [Fact]
    public void Decide_PatchFromAnotherConversation_UpdatesAndLinksInOneChange()
    {
        HistoryAppend append = Decide(TextPatch("new") with { From = MemoryScope.ForUser("bob", "agent-c", "run-9", "other") }, Head, Embedding("new"))!;

        append.Event.Should().Be(MemoryEvent.Update);
        append.Item.LinkedAgentIds.Should().Equal("agent-b", "agent-a", "agent-c");
        append.Item.LinkedRunIds.Should().Equal("run-3", "run-2", "run-9");
        append.Item.Scope.Should().Be(Current.Scope);
        append.Item.Version.Should().Be(4);
    }

    [Fact]
    public void Decide_PatchThatChangesNothingFromAnotherConversation_IsALink()
    {
        MemoryWrite.Patch same = TextPatch(Current.Text);

        Decide(same with { From = MemoryScope.ForRun("run-9") }, Head)!.Event.Should().Be(MemoryEvent.Link);
        Decide(same with { From = MemoryScope.ForRun("run-1") }, Head).Should().BeNull();
    }

    [Fact]
    public void Decide_Source_IsReplacedOnlyWithNewText()
    {
        MemorySource source = new(["#7"]);
        MemoryPatch tags = new() { Tags = TagsPatch.Clear };

        Decide(TextPatch("new") with { Source = source }, Head, Embedding("new"))!.Item.Source.Should().Be(source);
        Decide(TextPatch("new"), Head, Embedding("new"))!.Item.Source.Should().Be(Current.Source);
        Decide(new MemoryWrite.Patch("a", tags) { Source = source }, Head)!.Item.Source.Should().Be(Current.Source);
        Decide(TextPatch(Current.Text) with { Source = source }, Head).Should().BeNull();
    }

    [Fact]
    public void Decide_ClockThatWentBack_IsBelievedAndCreatedAtStays()
    {
        DateTimeOffset earlier = Current.CreatedAt.AddDays(-1);

        MemoryItem item = new WriteDecision(TextPatch("new"), Embedding("new"), new StoppedClock(earlier)).Decide(Head)!.Item;

        item.CreatedAt.Should().Be(Current.CreatedAt);
        item.UpdatedAt.Should().Be(earlier);
        item.RecordedAt.Should().Be(earlier);
        item.Version.Should().Be(4);
    }

    [Fact]
    public void Decide_IdsInMetadata_ChangeNobodysIdentity()
    {
        JsonObject metadata = new()
        {
            ["id"] = "b",
            ["user_id"] = "bob",
            ["agent_id"] = "x",
            ["run_id"] = "x",
            ["app_id"] = "x",
            ["actor_id"] = "Bob",
            ["role"] = "system",
            ["version"] = 1,
        };

        MemoryItem item = Decide(new MemoryWrite.Patch("a", new MemoryPatch { Metadata = MetadataPatch.Replace(metadata) }), Head)!.Item;

        History.FullMemory.ShouldBeSame(
            item, Current with { Metadata = MemoryMetadata.From(metadata), Version = 4, UpdatedAt = Now, RecordedAt = Now });
    }

    [Fact]
    public void Decide_PatchThatBreaksALimit_IsRefused() =>
        Refused<MemoryValidationException>(new MemoryWrite.Patch("a", new MemoryPatch { ValidTo = DateTimeOffset.MinValue }), Head);

    [Fact]
    public void Decide_Twice_GivesTheSame()
    {
        WriteDecision decision = new(TextPatch("new"), Embedding("new"), new StoppedClock(Now));

        HistoryAppend first = decision.Decide(Head)!;
        HistoryAppend second = decision.Decide(Head)!;

        History.FullMemory.ShouldBeSame(second.Item, first.Item);
    }

    private static MemoryWrite.Patch TextPatch(string text) => new("a", MemoryPatch.ForText(text));

    private static HistoryAppend? Decide(MemoryWrite write, MemoryHead? head, StoredEmbedding? embedding = null) =>
        new WriteDecision(write, embedding, new StoppedClock(Now)).Decide(head);

    private static TException Refused<TException>(MemoryWrite write, MemoryHead? head)
        where TException : MemoryException =>
        FluentActions.Invoking(() => Decide(write, head, Embedding("any"))).Should().Throw<TException>().Which;

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
