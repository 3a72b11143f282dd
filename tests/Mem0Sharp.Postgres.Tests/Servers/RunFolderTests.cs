namespace Mem0Sharp.Postgres.Tests.Servers;

public sealed class RunFolderTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("mem0sharp-");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public async Task Create_BesideOneThatIsLeftAndOneThatIsHeld_RemovesTheFirst()
    {
        string left = _parent.CreateSubdirectory("mem0sharp-postgres-left").FullName;
        File.WriteAllText(Path.Combine(left, "lock"), "");
        await using RunFolder held = await RunFolder.CreateAsync(_parent.FullName);
        string other = _parent.CreateSubdirectory("another").FullName;
        foreach (string folder in (string[])[left, held.Path, other])
        {
            Directory.SetLastWriteTimeUtc(folder, DateTime.UnixEpoch);
        }

        await using RunFolder next = await RunFolder.CreateAsync(_parent.FullName);

        _parent.EnumerateDirectories().Select(folder => folder.FullName).Should().BeEquivalentTo(held.Path, next.Path, other);
    }

    [Fact]
    public async Task Create_BesideOneThatIsJustBeingMade_LeavesIt()
    {
        string making = _parent.CreateSubdirectory("mem0sharp-postgres-making").FullName;

        await using RunFolder next = await RunFolder.CreateAsync(_parent.FullName);

        Directory.Exists(making).Should().BeTrue();
    }
}
