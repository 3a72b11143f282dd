using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What the server keeps beside the memory is in a small file of its own, which processes share.</summary>
public sealed class ServerStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-");

    private string Database => Path.Combine(_folder.FullName, "memories.db");

    private string Beside => Path.Combine(_folder.FullName, "memories.server.db");

    [Fact]
    public void Change_IsFoundByWhoOpensTheFileNext()
    {
        using (ServerState state = Open())
        {
            state.Change(ServerState.Projects, "a", _ => new JsonObject { ["name"] = "Ours" });
        }

        using ServerState again = Open();
        ((string?)again.Find(ServerState.Projects, "a")!["name"]).Should().Be("Ours");
        again.Find(ServerState.Projects, "b").Should().BeNull();
        again.All(ServerState.Projects).Should().ContainSingle();
        again.Change(ServerState.Projects, "a", _ => null);
        again.All(ServerState.Projects).Should().BeEmpty();
    }

    [Fact]
    public void Reading_MakesNoFile()
    {
        using ServerState state = Open();

        state.Find(ServerState.Projects, "a").Should().BeNull();
        state.All(ServerState.Webhooks).Should().BeEmpty();

        File.Exists(Beside).Should().BeFalse();
        state.Change(ServerState.Projects, "a", _ => []);
        File.Exists(Beside).Should().BeTrue();
    }

    [Fact]
    public void File_IsNobodyElsesToRead()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using ServerState state = Open();
        state.Change(ServerState.Projects, "a", _ => []);

        foreach (FileInfo file in _folder.GetFiles())
        {
            (file.UnixFileMode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)).Should().Be(UnixFileMode.None, file.Name);
        }
    }

    [Fact]
    public async Task Changes_OfTwoProcessesAtOnce_AreMadeOneAfterTheOther()
    {
        using ServerState one = Open(), other = Open();

        await Task.WhenAll(new[] { one, one, other, other }.Select(state => Task.Run(
            () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    state.Change(ServerState.Projects, "a", before => new JsonObject { ["count"] = ((int?)before?["count"] ?? 0) + 1 });
                }
            },
            ServerFixture.Token)));

        ((int)one.Find(ServerState.Projects, "a")!["count"]!).Should().Be(200);
    }

    [Fact]
    public void Change_ThatFails_ChangesNothing()
    {
        using ServerState state = Open();
        state.Change(ServerState.Projects, "a", _ => new JsonObject { ["name"] = "Ours" });

        Action change = () => state.Change(ServerState.Projects, "a", _ => throw WireException.Bad("No."));

        change.Should().Throw<WireException>();
        ((string?)state.Find(ServerState.Projects, "a")!["name"]).Should().Be("Ours");
        state.Change(ServerState.Projects, "a", _ => new JsonObject { ["name"] = "Theirs" });
        ((string?)state.Find(ServerState.Projects, "a")!["name"]).Should().Be("Theirs", "the failure left no transaction open");
    }

    [Fact]
    public void File_OfANewerVersion_IsRefused()
    {
        using (SqliteConnection connection = new($"Data Source={Beside};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        using ServerState state = Open();
        Action read = () => state.Find(ServerState.Projects, "a");

        read.Should().Throw<MemoryConfigurationException>().Which.Suggestion.Should().Contain("StatePath");
    }

    [Fact]
    public void File_ThatIsNone_IsATypedError()
    {
        File.WriteAllText(Beside, "This is no database, whatever its name says. " + new string('x', 4_096));
        using ServerState state = Open();

        Action read = () => state.Find(ServerState.Projects, "a");

        read.Should().Throw<MemoryStoreException>();
    }

    [Fact]
    public void State_OfAMemoryWithoutAFile_IsOfTheProcess()
    {
        using ServerState state = new(Monitor(new Mem0ServerOptions()), Monitor(new MemoryOptions()));

        state.Change(ServerState.Projects, "a", _ => new JsonObject { ["name"] = "Ours" });

        ((string?)state.Find(ServerState.Projects, "a")!["name"]).Should().Be("Ours");
        _folder.GetFiles().Should().BeEmpty();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private ServerState Open() => new(Monitor(new Mem0ServerOptions()), Monitor(new MemoryOptions { DatabasePath = Database }));

    private static SameOptions<T> Monitor<T>(T options) => new(options);

    private sealed class SameOptions<T>(T options) : IOptionsMonitor<T>
    {
        public T CurrentValue => options;

        public T Get(string? name) => options;

        public IDisposable? OnChange(Action<T, string?> listener) => null;
    }
}
