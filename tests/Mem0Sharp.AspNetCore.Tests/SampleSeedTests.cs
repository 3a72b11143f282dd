using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The sample server's seed, run as a process of its own.</summary>
public sealed partial class SampleSeedTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Seed_OfAnEmptyFile_FillsItWithWhatItSays()
    {
        (int code, string said, string error) = await SeedAsync("memories.db");

        (code, error).Should().Be((0, string.Empty));
        Match summary = Summary().Match(said);
        summary.Success.Should().BeTrue(said);
        await using Memory memory = Open("memories.db");
        IReadOnlyList<MemoryItem> all = await AllAsync(memory);
        MemoryCheckResult check = await memory.CheckAsync(Token);
        check.Problems.Should().BeEmpty();
        int Said(string group) => int.Parse(summary.Groups[group].Value, CultureInfo.InvariantCulture);
        Said("memories").Should().Be(all.Count).And.BeInRange(300, 400);
        Said("changes").Should().Be(check.Versions);
        Said("expired").Should().Be(all.Count(item => item.IsExpired(TimeProvider.System.GetUtcNow()))).And.BePositive();
        (Said("users"), Said("agents"), Said("runs"), Said("apps")).Should().Be(
            (Distinct(all, item => item.Scope.UserId), Distinct(all, item => item.Scope.AgentId), Distinct(all, item => item.Scope.RunId), Distinct(all, item => item.Scope.AppId)));
        (Said("users"), Said("agents")).Should().Be((12, 3));
        Said("reviews").Should().Be(all.Count(item => item.ReviewOf is not null)).And.BePositive();
        (Said("memories") + Said("deleted")).Should().Be(check.Memories);
    }

    [Fact]
    public async Task Seed_OfAnEmptyFile_HasSomethingOfEachKind()
    {
        await SeedAsync("memories.db");

        await using Memory memory = Open("memories.db");
        IReadOnlyList<MemoryItem> all = await AllAsync(memory);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        (string Kind, Func<MemoryItem, bool> Is)[] kinds =
        [
            ("of a source", item => item is { Source.MessageIds.Count: > 0, ActorId: not null, Role: "user" }), ("of an assistant", item => item.Role is "assistant"),
            ("tagged", item => item.Tags.Count > 1), ("nested metadata", item => item.Metadata.Values.Any(value => value.ValueKind == JsonValueKind.Object)),
            ("no more valid", item => item.ValidTo < now), ("valid later", item => item.ValidFrom > now), ("to expire", item => item.ExpiresAt > now),
            ("linked", item => item.Links.Count > 0), ("praised", item => item.Salience > 0.5), ("blamed", item => item.Salience < 0.5),
            ("in doubt", item => string.Equals(item.ReviewOf, item.Id, StringComparison.Ordinal)), ("kept beside", item => item.ReviewOf is { } known && !string.Equals(known, item.Id, StringComparison.Ordinal)),
            ("shared by agents", item => item.LinkedAgentIds.Count > 0), ("shared by runs", item => item.LinkedRunIds.Count > 0), ("immutable", item => item.IsImmutable),
            ("marked immutable", item => item is { IsImmutable: true, Version: > 1 }), ("untrusted", item => item.Trust == MemoryTrust.Untrusted), ("trusted", item => item.Trust == MemoryTrust.Trusted),
            ("procedural", item => item.Type == MemoryType.Procedural), ("long", item => item.Text.Length > 1_000), ("Arabic", item => item.Text.Any(letter => letter is >= '\u0600' and <= '\u06FF')),
            ("Japanese", item => item.Text.Any(letter => letter is >= '\u3040' and <= '\u30FF')), ("emoji", item => item.Text.Any(char.IsSurrogate)), ("of nobody", item => item.Scope.UserId is null),
        ];
        kinds.Where(kind => !all.Any(kind.Is)).Select(kind => kind.Kind).Should().BeEmpty();
        List<HistoryEntry> history = await memory.HistoryAsync(new HistoryFilter(), Token).ToListAsync(Token);
        history.Select(entry => entry.Event).Distinct().Should().BeEquivalentTo(Enum.GetValues<MemoryEvent>());
        history.Should().BeInAscendingOrder(entry => entry.RecordedAt).And.OnlyContain(entry => entry.RecordedAt <= now);
        (now - history[0].RecordedAt).Should().BeCloseTo(TimeSpan.FromDays(182), TimeSpan.FromDays(2));
        history[^1].RecordedAt.Should().BeAfter(now.AddDays(-2));
        string user = history.First(entry => entry.Event == MemoryEvent.Delete && entry.OldText!.Contains("latex", StringComparison.Ordinal)).Item.Scope.UserId!;
        (await memory.LiftRejectionAsync(MemoryScope.ForUser(user), "I am allergic to latex gloves", Token)).Should().BeTrue("it was rejected");
        history.Count(entry => entry is { Event: MemoryEvent.Add, NewText: "I am allergic to latex gloves" }).Should().Be(1, "it was not learned again");
    }

    [Fact]
    public async Task Seed_OfTwoFiles_SaysTheSame()
    {
        (_, string first, _) = await SeedAsync("one.db");
        (_, string second, _) = await SeedAsync("two.db");

        Summary().Match(second).Value.Should().Be(Summary().Match(first).Value);
        await using Memory one = Open("one.db"), two = Open("two.db");

        // Dates apart: it may be past midnight.
        (await TextsAsync(two)).Should().Equal(await TextsAsync(one));
    }

    [Fact]
    public async Task Seed_OfAFileThatHasMemories_RefusesAndLeavesItAsItIs()
    {
        await using (Memory memory = Open("memories.db"))
        {
            await memory.AddAsync("Likes tea", MemoryScope.ForUser("alice"), new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        }

        (int code, string said, string error) = await SeedAsync("memories.db");

        (code, said).Should().Be((1, string.Empty));
        error.Should().Contain("memories.db is not empty").And.Contain("--Memory:DatabasePath");
        await using Memory same = Open("memories.db");
        (await same.GetLastSequenceAsync(Token)).Should().Be(1);
    }

    private static async Task<List<string>> TextsAsync(Memory memory) => await memory.HistoryAsync(new HistoryFilter(), Token)
        .Where(entry => entry.NewText?.Any(char.IsAsciiDigit) == false).Select(entry => entry.NewText!).ToListAsync(Token);

    private static int Distinct(IEnumerable<MemoryItem> items, Func<MemoryItem, string?> id) => items.Select(id).OfType<string>().Distinct(StringComparer.Ordinal).Count();

    /// <summary>Lists what each owner has, expired too.</summary>
    private static async Task<IReadOnlyList<MemoryItem>> AllAsync(Memory memory)
    {
        Dictionary<string, MemoryItem> all = new(StringComparer.Ordinal);
        foreach (MemoryOwner owner in await memory.GetOwnersAsync(Token))
        {
            MemoryScope scope = MemoryScope.Create(
                userId: owner.Kind == MemoryOwnerKind.User ? owner.Id : null,
                agentId: owner.Kind == MemoryOwnerKind.Agent ? owner.Id : null,
                runId: owner.Kind == MemoryOwnerKind.Run ? owner.Id : null,
                appId: owner.Kind == MemoryOwnerKind.App ? owner.Id : null);
            await foreach (MemoryItem item in memory.GetAllAsync(scope, new MemoryListOptions { IncludeExpired = true }, Token))
            {
                all[item.Id] = item;
            }
        }

        return [.. all.Values];
    }

    private Memory Open(string name) => new MemoryBuilder()
        .UseSqlite(Path.Combine(_folder.FullName, name)).UseEmbeddings(new LocalEmbeddings.LocalEmbeddingGenerator()).Build();

    private async Task<(int Code, string Said, string Error)> SeedAsync(string name)
    {
        string[] arguments =
        [
            typeof(global::Program).Assembly.Location, "seed", "--Memory:DatabasePath", Path.Combine(_folder.FullName, name), "--Logging:LogLevel:Default", "Warning",
        ];
        using Process seed = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        Task<string> error = seed.StandardError.ReadToEndAsync(Token);
        string said = await seed.StandardOutput.ReadToEndAsync(Token);
        await seed.WaitForExitAsync(Token);
        return (seed.ExitCode, said, await error);
    }

    [GeneratedRegex(
        @"(?<memories>\d+) memories of (?<users>\d+) users, (?<agents>\d+) agents, (?<runs>\d+) runs and (?<apps>\d+) app; (?<changes>\d+) changes; "
        + @"(?<expired>\d+) have expired, (?<deleted>\d+) are deleted, (?<reviews>\d+) wait for a review",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Summary();
}
