namespace Mem0Sharp.Tests.Core;

public sealed class InstantPatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Default_AnyInstant_LeavesIt()
    {
        default(InstantPatch).IsPresent.Should().BeFalse();
        default(InstantPatch).Apply(Noon).Should().Be(Noon);
        default(InstantPatch).Apply(null).Should().BeNull();
    }

    [Fact]
    public void Set_AnyOffset_StoresUtcToTheTick()
    {
        InstantPatch patch = new DateTimeOffset(2026, 1, 1, 14, 0, 0, TimeSpan.FromHours(2)).AddTicks(3);

        DateTimeOffset applied = patch.Apply(null)!.Value;

        applied.EqualsExact(Noon.AddTicks(3)).Should().BeTrue();
        patch.Should().Be(InstantPatch.Set(Noon.AddTicks(3)));
    }

    [Fact]
    public void Clear_AnyInstant_RemovesIt()
    {
        InstantPatch.Clear.IsPresent.Should().BeTrue();
        InstantPatch.Clear.Apply(Noon).Should().BeNull();
        InstantPatch.Clear.Should().NotBe(default(InstantPatch));
    }
}
