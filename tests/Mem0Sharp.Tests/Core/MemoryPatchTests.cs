using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Core;

public sealed class MemoryPatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly MemoryItem Current = new()
    {
        Id = "1",
        Text = "old",
        Scope = MemoryScope.ForUser("alice"),
        Metadata = MemoryMetadata.From(new JsonObject { ["a"] = 1 }),
        Tags = ["t1", "t2"],
        ExpiresAt = Noon,
        ValidFrom = Noon.AddDays(-1),
        ValidTo = Noon.AddDays(1),
        ActorId = "Alice",
        Role = "user",
        Salience = 0.9,
    };

    [Fact]
    public void Apply_TextOnly_ChangesNothingElse()
    {
        MemoryItem next = MemoryPatch.ForText("new").Apply(Current);

        History.FullMemory.ShouldBeSame(next, Current with { Text = "new" });
    }

    [Fact]
    public void Apply_EveryPart_ChangesEach()
    {
        MemoryPatch patch = new()
        {
            Text = "new",
            Metadata = new JsonObject { ["b"] = 2 },
            Tags = TagsPatch.Add("t3"),
            ExpiresAt = Noon.AddDays(7),
            ValidFrom = InstantPatch.Clear,
            ValidTo = Noon.AddDays(2),
        };

        MemoryItem next = patch.Apply(Current);

        History.FullMemory.ShouldBeSame(next, Current with
        {
            Text = "new",
            Metadata = MemoryMetadata.From(new JsonObject { ["a"] = 1, ["b"] = 2 }),
            Tags = ["t1", "t2", "t3"],
            ExpiresAt = Noon.AddDays(7),
            ValidFrom = null,
            ValidTo = Noon.AddDays(2),
        });
    }

    [Fact]
    public void Apply_IdsInMetadata_AreOnlyMetadata()
    {
        MemoryItem next = new MemoryPatch
        {
            Metadata = new JsonObject { ["user_id"] = "bob", ["id"] = "2", ["actor_id"] = "Bob", ["version"] = 9, ["created_at"] = "now" },
        }.Apply(Current);

        History.FullMemory.ShouldBeSame(next with { Metadata = Current.Metadata }, Current);
        next.Metadata["user_id"].GetString().Should().Be("bob");
    }

    [Fact]
    public void Apply_ValidityThatEndsBeforeItBegins_IsRefused()
    {
        MemoryPatch patch = new() { ValidTo = Current.ValidFrom!.Value };

        patch.Invoking(p => p.Apply(Current)).Should().Throw<MemoryValidationException>();
        new MemoryPatch { ValidTo = Current.ValidFrom.Value.AddTicks(1) }.Apply(Current).ValidTo.Should().Be(Current.ValidFrom.Value.AddTicks(1));
    }

    [Fact]
    public void Validated_EmptyPatch_IsRefusedAndAnyPartIsEnough()
    {
        FluentActions.Invoking(() => new MemoryPatch().Validated("patch")).Should().Throw<MemoryValidationException>().Which.Parameter.Should().Be("patch");
        MemoryPatch[] enough =
        [
            new() { Text = "t" }, new() { Metadata = MetadataPatch.Clear }, new() { Tags = TagsPatch.Clear }, new() { ExpiresAt = InstantPatch.Clear },
            new() { ValidFrom = InstantPatch.Clear }, new() { ValidTo = Noon },
        ];
        enough.Should().OnlyContain(patch => patch.Validated("patch") == patch);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    public void Validated_ImpossibleText_IsRefused(string text) =>
        FluentActions.Invoking(() => MemoryPatch.ForText(text).Validated("patch")).Should().Throw<MemoryValidationException>();

    [Fact]
    public void Validated_HalfASurrogatePair_IsRefused() =>
        FluentActions.Invoking(() => MemoryPatch.ForText("half \ud83d").Validated("patch")).Should().Throw<MemoryValidationException>();

    [Fact]
    public void Validated_TextLength_IsAcceptedToTheLimit()
    {
        MemoryPatch.ForText(new string('x', 100_000)).Validated("patch").Text.Should().HaveLength(100_000);
        FluentActions.Invoking(() => MemoryPatch.ForText(new string('x', 100_001)).Validated("patch"))
            .Should().Throw<MemoryValidationException>().WithMessage("*100001*100000*");
    }
}
