using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.Import;

public sealed class ImportDecisionTests
{
    private static readonly DateTimeOffset Now = Noon.AddDays(1);
    private static readonly MemoryItem First = History.FullMemory.Item with { Id = "a", Version = 1, CreatedAt = Noon.AddYears(-1) };
    private static readonly MemoryItem Second = First with { Version = 2, Text = "second", UpdatedAt = Noon.AddDays(-9) };
    private static readonly MemoryHead Head = new(First, Sequence: 9, FirstSequence: 9, IsDeleted: false);

    private static readonly MemoryWrite Add = new MemoryWrite.Import(new ImportedVersion(MemoryEvent.Add, First), Previous: null);

    private static readonly MemoryWrite Update = new MemoryWrite.Import(
        new ImportedVersion(MemoryEvent.Update, Second), new ImportedVersion(MemoryEvent.Add, First));

    [Fact]
    public void Decide_FirstVersion_KeepsTheItemAndNotesWhenItWasRecorded()
    {
        HistoryAppend append = Decide(Add, head: null)!;

        append.Event.Should().Be(MemoryEvent.Add);
        append.Embedding.Should().NotBeNull();
        History.FullMemory.ShouldBeSame(append.Item, First with { RecordedAt = Now });
    }

    [Fact]
    public void Decide_NextVersion_GoesOnWhereThatBeforeItIsTheNewest()
    {
        HistoryAppend append = Decide(Update, Head with { Item = First with { CreatedAt = Noon, UpdatedAt = Noon, RecordedAt = Noon } })!;

        append.Event.Should().Be(MemoryEvent.Update);
        History.FullMemory.ShouldBeSame(append.Item, Second with { CreatedAt = Noon, RecordedAt = Now });
    }

    [Fact]
    public void Decide_FirstVersionOfAnIdThatWasUsed_Conflicts() => Conflict(Add, Head).Should().Be((0, 1));

    [Fact]
    public void Decide_NextVersionOfNothing_Conflicts() => Conflict(Update, head: null).Should().Be((1, 0));

    [Fact]
    public void Decide_NextVersionOfAnotherVersionOrADeletedMemory_Conflicts()
    {
        Conflict(Update, Head with { Item = First with { Version = 2 } }).Should().Be((1, 2));
        Conflict(Update, Head with { IsDeleted = true }).Should().Be((1, 1));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("scope")]
    [InlineData("metadata")]
    [InlineData("tags")]
    [InlineData("type")]
    [InlineData("immutable")]
    [InlineData("expiry")]
    [InlineData("valid from")]
    [InlineData("valid to")]
    [InlineData("salience")]
    [InlineData("agents")]
    [InlineData("runs")]
    [InlineData("actor")]
    [InlineData("role")]
    [InlineData("source")]
    public void Decide_NextVersionOfAMemoryThatDiffersInOnePart_Conflicts(string part)
    {
        MemoryItem other = part switch
        {
            "text" => First with { Text = "other" },
            "scope" => First with { Scope = MemoryFixture.Bob },
            "metadata" => First with { Metadata = MemoryMetadata.Empty },
            "tags" => First with { Tags = [.. First.Tags, "other"] },
            "type" => First with { Type = MemoryType.Emotional },
            "immutable" => First with { IsImmutable = !First.IsImmutable },
            "expiry" => First with { ExpiresAt = null },
            "valid from" => First with { ValidFrom = null },
            "valid to" => First with { ValidTo = null },
            "salience" => First with { Salience = 0.123 },
            "agents" => First with { LinkedAgentIds = ["other"] },
            "runs" => First with { LinkedRunIds = ["other"] },
            "actor" => First with { ActorId = "other" },
            "role" => First with { Role = "other" },
            _ => First with { Source = null },
        };

        Conflict(Update, Head with { Item = other }).Should().Be((1, 1));
    }

    [Fact]
    public void TextAfter_OfAVersion_IsItsTextWhereThatIsNew()
    {
        ImportedVersion first = new(MemoryEvent.Add, First);
        new ImportedVersion(MemoryEvent.Update, Second).TextAfter(first).Should().Be("second");
        new ImportedVersion(MemoryEvent.Delete, First with { Version = 2 }).TextAfter(first).Should().BeNull();
        first.TextAfter(previous: null).Should().Be(First.Text);
    }

    private static (int Expected, int Actual) Conflict(MemoryWrite write, MemoryHead? head)
    {
        MemoryConflictException error =
            FluentActions.Invoking(() => Decide(write, head)).Should().Throw<MemoryConflictException>().Which;
        return (error.ExpectedVersion, error.ActualVersion);
    }

    private static HistoryAppend? Decide(MemoryWrite write, MemoryHead? head) =>
        new WriteDecision(write, Embedding("any"), new StoppedClock()).Decide(head);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
