using System.Text;
using Mem0Sharp.Faults;

namespace Mem0Sharp.Tests.Faults;

/// <summary>What a power cut may leave, and what it may not take (A3).</summary>
public sealed class DiskFolderTests
{
    private const int Draws = 500;
    private const string None = "none";

    private static readonly TraceStep Create = new(TraceKind.Create, "f", 0, []);
    private static readonly TraceStep Sync = new(TraceKind.Sync, "f", 0, []);
    private static readonly TraceStep SyncFolder = new(TraceKind.Sync, TraceStep.Folder, 0, []);
    private static readonly TraceStep Unlink = new(TraceKind.Unlink, "f", 0, []);

    [Fact]
    public void Cut_AfterAFlush_LeavesEverything_A3() =>
        Cuts([Create, Write(0, "ab"), Write(1, "c"), Sync]).Should().Equal("ac");

    [Fact]
    public void Cut_BeforeAFlush_LeavesAnyPart_A3() => Cuts([Create, Write(0, "ab"), Sync, Write(0, "x"), Write(1, "y"), Truncate(3)])
        .Should().BeEquivalentTo("ab", "xb", "ay", "xy", "ab\0", "xb\0", "ay\0", "xy\0");

    [Fact]
    public void Cut_OfAWriteOfSeveralSectors_LeavesSomeOfThem_A3() =>
        Cuts([Create, Write(0, new string('a', 1024)), Sync, Write(0, new string('b', 1024))])
            .Select(content => $"{content[0]}{content[511]}{content[512]}{content[1023]}").Distinct(StringComparer.Ordinal)
            .Should().BeEquivalentTo("aaaa", "bbaa", "aabb", "bbbb");

    [Fact]
    public void Cut_OfANewFile_MayLeaveNone_A3()
    {
        Cuts([Create]).Should().BeEquivalentTo(None, string.Empty);
        Cuts([Create, SyncFolder]).Should().Equal(string.Empty);
        Cuts([Create, Write(0, "a"), Sync]).Should().Equal("a");
    }

    [Fact]
    public void Cut_OfARemoval_MayLeaveTheFile_A3()
    {
        Cuts([Create, Write(0, "a"), Sync, Unlink]).Should().BeEquivalentTo("a", None);
        Cuts([Create, Write(0, "a"), Sync, Unlink, SyncFolder]).Should().Equal(None);
        Cuts([Create, Write(0, "a"), Sync, Unlink, Create, Write(0, "b"), Sync]).Should().Equal("b");
    }

    [Fact]
    public void Cut_WhenFlushesDoNothing_MayTakeEverything_A3() =>
        Cuts([Create, Write(0, "a"), Sync], flushes: false).Should().BeEquivalentTo(None, string.Empty, "a");

    [Fact]
    public void Kill_Anywhere_LeavesEverything_A3()
    {
        DiskFolder disk = new(flushes: true, new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["f"] = "old"u8.ToArray() });
        disk.Do([Write(0, "n"), Truncate(2), Truncate(4), Write(0, "m") with { Name = "f-shm" }]);

        Dictionary<string, byte[]> files = disk.Kill();

        files.Should().ContainSingle().Which.Value.Should().Equal("nl\0\0"u8.ToArray());
    }

    private static TraceStep Write(long offset, string text) => new(TraceKind.Write, "f", offset, Encoding.ASCII.GetBytes(text));

    private static TraceStep Truncate(long length) => new(TraceKind.Truncate, "f", length, []);

    /// <summary>Gets every content that the file has after a power cut.</summary>
    private static List<string> Cuts(TraceStep[] steps, bool flushes = true)
    {
#pragma warning disable RS0030 // Seeded: the same each time.
        Random random = new(1);
#pragma warning restore RS0030
        DiskFolder disk = new(flushes, new Dictionary<string, byte[]>(StringComparer.Ordinal));
        disk.Do(steps);
        return
        [
            .. Enumerable.Range(0, Draws)
                .Select(_ => disk.Cut(random).TryGetValue("f", out byte[]? content) ? Encoding.ASCII.GetString(content) : None)
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
