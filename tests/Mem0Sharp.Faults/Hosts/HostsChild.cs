using System.Diagnostics;
using System.Globalization;
using Mem0Sharp.Postgres;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Faults;

/// <summary>One of several hosts on one database: calls whatever a memory can do, and notes each call that was answered.</summary>
internal sealed class HostsChild(Memory memory, int host, Random random, HostsJournal journal)
{
    public const string Name = "hosts-child";

    private const int Users = 5;

    /// <summary>From the newest so many of a user's memories one is taken: so hosts meet.</summary>
    private const int Known = 20;

    /// <summary>Also where a machine is so slow that the time is over before.</summary>
    private const int FewestCalls = 20;

    private int _number;

    /// <summary>Makes the memory of a host.</summary>
    public static Memory Open(NpgsqlDataSource source, string schema) => new MemoryBuilder()
        .UsePostgres(source, options => options.Schema = schema)
        .UseEmbeddings(new DeterministicEmbeddingGenerator(dimensions: 32))
        .Build();

    /// <summary>Calls for some seconds.</summary>
    /// <param name="arguments">Connection string, schema, folder of the journals, number of the host, seed, seconds.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        int host = FaultArguments.Number(arguments[3]);
        TimeSpan duration = TimeSpan.FromSeconds(FaultArguments.Number(arguments[5]));
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(arguments[0]);
        await using Memory memory = Open(source, arguments[1]);
        using HostsJournal journal = new(HostsJournal.PathOf(arguments[2], host));
#pragma warning disable RS0030 // Seeded: the parent prints the seed.
        HostsChild child = new(memory, host, new Random(FaultArguments.Number(arguments[4]) + host), journal);
#pragma warning restore RS0030
        await memory.OpenAsync();
        for (long start = Stopwatch.GetTimestamp(); child._number < FewestCalls || Stopwatch.GetElapsedTime(start) < duration;)
        {
            await child.StepAsync();
        }

        return 0;
    }

    private string Key => string.Create(CultureInfo.InvariantCulture, $"host {host} write {_number}");

    private async Task StepAsync()
    {
        _number++;
        string user = string.Create(CultureInfo.InvariantCulture, $"user{random.Next(Users)}");
        MemoryScope scope = MemoryScope.ForUser(user);
        long began = Stopwatch.GetTimestamp();
        int kind = random.Next(100);
        if (kind < 25)
        {
            MemoryAddOptions options = new() { Mode = MemoryAddMode.Verbatim, ChangedBy = Key };
            MemoryItem added = (await memory.AddAsync(TextOf(user), scope, options)).Items.Single();
            NoteWrite("add", user, began, added);
            return;
        }

        if (kind < 40)
        {
            IReadOnlyList<MemorySearchResult> found = await memory.SearchAsync($"{Word()} {Word()}", scope, new MemorySearchOptions { Top = 20 });
            NoteRead("search", user, began, found.Select(each => each.Item));
            return;
        }

        MemoryItem[] listed = await memory.GetAllAsync(scope).Take(Known).ToArrayAsync();
        NoteRead("list", user, began, listed);
        if (listed.Length > 0)
        {
            await WriteAsync(user, kind, listed[random.Next(listed.Length)]);
        }
    }

    /// <summary>Changes a memory that another host may have changed, deleted or erased since it was read.</summary>
    private async Task WriteAsync(string user, int kind, MemoryItem item)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            switch (kind)
            {
                case < 60: // Whatever its version is.
                    NoteWrite("update", user, began, (await memory.UpdateAsync(item.Id, TextOf(user), new MemoryUpdateOptions { ChangedBy = Key })).Item);
                    break;
                case < 80:
                    MemoryUpdateOptions expecting = new() { ChangedBy = Key, ExpectedVersion = item.Version };
                    NoteWrite("update", user, began, (await memory.UpdateAsync(item.Id, TextOf(user), expecting)).Item);
                    break;
                case < 88 when item.Version > 1:
                    MemoryRestoreOptions undoing = new() { ChangedBy = Key, ExpectedVersion = item.Version };
                    NoteUndo(user, began, item, await memory.RestoreAsync(item.Id, item.Version - 1, undoing));
                    break;
                case < 95:
                    MemoryDeleteOptions deleting = new() { ChangedBy = Key, ExpectedVersion = item.Version };
                    MemoryItem gone = await memory.DeleteAsync(item.Id, deleting);
                    Note("delete", user, began, [item.Id], [], gone.Version, null);
                    break;
                default:
                    EraseReceipt receipt = await memory.EraseAsync(item.Id);
                    Note("erase", user, began, receipt.MemoryIds, [], 0, null);
                    break;
            }
        }
        catch (MemoryException late) when (late is MemoryConflictException or MemoryNotFoundException or MemoryErasedException)
        {
            Note("conflict", user, began, [item.Id], [], 0, null);
        }
    }

    private void NoteUndo(string user, long began, MemoryItem before, MemoryUpdateResult undone)
    {
        if (undone.Item.Version > before.Version)
        {
            NoteWrite("undo", user, began, undone.Item);
        }
    }

    private void NoteWrite(string kind, string user, long began, MemoryItem item) => Note(kind, user, began, [item.Id], [], item.Version, item.Text);

    private void NoteRead(string kind, string user, long began, IEnumerable<MemoryItem> found)
    {
        MemoryItem[] items = [.. found];
        Note(kind, user, began, [.. items.Select(item => item.Id)], [.. items.Select(item => item.Scope.UserId)], 0, null);
    }

    private void Note(string kind, string user, long began, IReadOnlyList<string> ids, IReadOnlyList<string?> users, int version, string? text) =>
        journal.Write(new HostsLine(kind, user, began, Stopwatch.GetTimestamp(), ids, users, kind is "search" or "list" ? string.Empty : Key, version, text));

    // No two have the same: what is said twice may be kept once.
    private string TextOf(string user) => string.Create(CultureInfo.InvariantCulture, $"{user} of host {host} keeps {Word()} with {Word()}, number {_number}");

    private string Word() => string.Create(CultureInfo.InvariantCulture, $"word{random.Next(50)}");
}
