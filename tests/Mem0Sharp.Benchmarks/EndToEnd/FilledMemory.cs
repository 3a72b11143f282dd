using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Benchmarks;

/// <summary>A memory over a file in a folder of its own, filled, with a scripted model and an embedder that takes no time.</summary>
internal sealed class FilledMemory : IAsyncDisposable
{
    public const int Seed = 20261127;

    /// <summary>In how many rounds each user gets its memories: so they lie among those of others, as in a file that grew.</summary>
    private const int Rounds = 5;

    private readonly FillPlan _plan;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-benchmarks-");
    private readonly InMemoryHistoryStore? _history;

    private FilledMemory(FillPlan plan)
    {
        _plan = plan;
        _history = plan.IsInMemory ? new InMemoryHistoryStore() : null;
        Users = [.. Enumerable.Range(0, plan.Users).Select(i => FilledUser.Named(string.Create(CultureInfo.InvariantCulture, $"user-{i}")))];
        Memory = Build(HistoryDurability.Relaxed);
    }

    public Memory Memory { get; private set; }

    /// <summary>Gets the users who share the memories.</summary>
    public IReadOnlyList<FilledUser> Users { get; }

    /// <summary>Gets the user who has some for itself.</summary>
    public FilledUser Lone { get; } = FilledUser.Named("alone");

    public ScriptedModel Model { get; } = new();

    public StageFacts Facts { get; } = new(Seed);

    public string Path => System.IO.Path.Combine(_folder.FullName, "memories.db");

    public string Folder => _folder.FullName;

    /// <summary>Gets how long the filling took.</summary>
    public TimeSpan FilledIn { get; private set; }

    /// <summary>Fills a memory. Of a file, the commits of the filling are not each flushed; those that come later are.</summary>
    public static async Task<FilledMemory> FillAsync(FillPlan plan)
    {
        FilledMemory filled = new(plan);
        long start = Stopwatch.GetTimestamp();
        int shared = plan.Memories - plan.Alone;
        int atOnce = Math.Clamp(shared / plan.Users / Rounds, 1, MemoryLimits.Messages);
        int share = (shared + plan.Users - 1) / plan.Users;
        int left = shared;
        for (int from = 0; from < share; from += atOnce)
        {
            foreach (FilledUser user in filled.Users)
            {
                int count = Math.Min(left, Math.Min(atOnce, share - from));
                left -= count;
                await filled.AddAsync(user, count);
            }

            await filled.AddAsync(filled.Lone, Math.Min(plan.Alone - filled.Lone.Ids.Count, (plan.Alone * atOnce / share) + 1));
        }

        await filled.AddAsync(filled.Lone, plan.Alone - filled.Lone.Ids.Count);
        filled.FilledIn = Stopwatch.GetElapsedTime(start);
        if (!plan.IsInMemory)
        {
            await filled.CloseAsync();
            await filled.OpenAsync();
        }

        return filled;
    }

    /// <summary>Opens the file again, each commit flushed.</summary>
    public async Task OpenAsync()
    {
        Memory = Build(HistoryDurability.Full);
        await Memory.OpenAsync();
    }

    /// <summary>Makes a memory over the same history; nothing is opened yet.</summary>
    public Memory Build(HistoryDurability durability, VectorStorage storage = VectorStorage.Full)
    {
        MemoryBuilder builder = new MemoryBuilder()
            .UseEmbeddings(new HashedVectors(_plan.Dimensions))
            .UseChatClient(Model)
            .Configure(options => (options.Durability, options.VectorStorage) = (durability, storage));
        return (_history is null ? builder.UseSqlite(Path) : builder.UseHistory(_history)).Build();
    }

    public ValueTask CloseAsync() => Memory.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }

    private async Task AddAsync(FilledUser user, int count)
    {
        if (count <= 0)
        {
            return;
        }

        MemoryAddOptions options = new()
        {
            Mode = MemoryAddMode.Verbatim,
            Metadata = new JsonObject { ["source"] = user.Ids.Count % 2 == 0 ? "chat" : "mail" },
        };
        MemoryAddResult added = await Memory.AddAsync(
            Enumerable.Range(0, count).Select(_ => new ChatMessage(ChatRole.User, Facts.Next().Text)), user.Scope, options);
        user.Ids.AddRange(added.Items.Select(item => item.Id));
    }
}
