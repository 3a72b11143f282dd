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
        Links = [new("x", 0.5)],
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
            Links = LinksPatch.Set(new MemoryLink("y", 0.25)),
            ExpiresAt = Noon.AddDays(7),
            ValidFrom = InstantPatch.Clear,
            ValidTo = Noon.AddDays(2),
            IsImmutable = true,
        };

        MemoryItem next = patch.Apply(Current);

        History.FullMemory.ShouldBeSame(next, Current with
        {
            Text = "new",
            Metadata = MemoryMetadata.From(new JsonObject { ["a"] = 1, ["b"] = 2 }),
            Tags = ["t1", "t2", "t3"],
            Links = [new("x", 0.5), new("y", 0.25)],
            ExpiresAt = Noon.AddDays(7),
            ValidFrom = null,
            ValidTo = Noon.AddDays(2),
            IsImmutable = true,
        });
    }

    [Fact]
    public void Apply_WithoutAMark_KeepsTheOneThereIs() =>
        new MemoryPatch { Text = "new", IsImmutable = false }.Apply(Current with { IsImmutable = true }).IsImmutable.Should().BeTrue();

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
            new() { ValidFrom = InstantPatch.Clear }, new() { ValidTo = Noon }, new() { Links = LinksPatch.Clear },
            new() { IsImmutable = true },
        ];
        enough.Should().OnlyContain(patch => patch.Validated("patch") == patch);
    }

    [Fact]
    public void Validated_LinkToTheMemoryItself_IsRefusedAndToAnotherIsNot()
    {
        MemoryPatch[] patches = [new() { Links = LinksPatch.Set(new MemoryLink("1")) }, new() { Links = LinksPatch.Replace(new MemoryLink("1")) }];

        foreach (MemoryPatch patch in patches)
        {
            patch.Invoking(p => p.Validated("patch", "1")).Should().Throw<MemoryValidationException>().WithMessage("*itself*");
            patch.Validated("patch", "2").Should().Be(patch);
        }

        MemoryPatch removal = new() { Links = LinksPatch.Remove("1") };
        removal.Validated("patch", "1").Should().Be(removal);
    }

    [Fact]
    public void WithText_AndWithoutLinks_KeepEveryOtherPart()
    {
        MemoryPatch full = Full("old", LinksPatch.Change([new("x", 0.5), new("y")], ["x", "z"]));

        full.WithText("new").Fingerprint.Should().Be(Full("new", full.Links).Fingerprint);
        full.WithoutLinks(["x"])!.Fingerprint.Should().Be(Full("old", LinksPatch.Change([new("y")], ["z"])).Fingerprint);
        full.WithoutLinks(["unknown"]).Should().BeSameAs(full);
        Full("old", LinksPatch.Remove("x")).WithoutLinks(["x"])!.Fingerprint.Should().Be(Full("old", links: null).Fingerprint);
        new MemoryPatch { Links = LinksPatch.Remove("x") }.WithoutLinks(["x"]).Should().BeNull();
        new MemoryPatch { Links = LinksPatch.Replace(new MemoryLink("x")) }.WithoutLinks(["x"])!.Apply(Current).Links.Should().BeEmpty("it replaces all there are");

        static MemoryPatch Full(string text, LinksPatch? links) => new()
        {
            Text = text,
            Metadata = new JsonObject { ["b"] = 2 },
            Tags = TagsPatch.Add("t3"),
            Links = links,
            ExpiresAt = Noon,
            ValidFrom = Noon.AddDays(1),
            ValidTo = InstantPatch.Clear,
            Timestamp = Noon.AddDays(2),
            IsImmutable = true,
        };
    }

    [Fact]
    public void Fingerprint_WithoutLinksAndMark_IsThatOfBeforeThereWereAny()
    {
        // The hash of a call that happened before stands in the file.
        MemoryPatch.ForText("new").Fingerprint.Should().Be(
            Sha256.Of("new", null, null, default(InstantPatch).ToString(), default(InstantPatch).ToString(), default(InstantPatch).ToString(), null, null));
        new MemoryPatch { Text = "new", Links = LinksPatch.Clear }.Fingerprint.Should().NotBe(MemoryPatch.ForText("new").Fingerprint);
        new MemoryPatch { Text = "new", IsImmutable = true }.Fingerprint.Should().NotBe(MemoryPatch.ForText("new").Fingerprint);
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
