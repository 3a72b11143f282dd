using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Faults;

/// <summary>
/// One connection's mix of reads and writes. It has memories that only it writes to, each with a counter, and sets a key of its own in memories that
/// all write to. The number of memories stays: where one is added another is deleted.
/// </summary>
internal sealed class ServerConnection(int number, ServerClient client, IReadOnlyList<string> shared, Random random, ServerTally tally)
{
    private const int Memories = 8, FillerLength = 60_000;

    private readonly List<ServerMemory> _own = [];
    private readonly int[] _shared = new int[shared.Count];
    private readonly string _user = $"user-{number.ToString(CultureInfo.InvariantCulture)}";
    private int _number;
    private string? _deleted;

    private JsonObject Filters => new() { ["user_id"] = _user };

    /// <summary>Gets how often it set its key in a shared memory.</summary>
    public int SharedCount(int index) => _shared[index];

    /// <summary>Gets the name of its key.</summary>
    public string Key { get; } = $"of-{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Adds a text as it is.</summary>
    /// <returns>The memory's id; null where it was not added.</returns>
    public static async Task<string?> AddAsync(ServerClient client, string user, string text) => (string?)(await client.SendAsync(
        "POST", "/v3/memories/add/", new JsonObject { ["user_id"] = user, ["messages"] = text, ["infer"] = false }, kind: "add"))?["results"]?[0]?["id"];

    public async Task FillAsync()
    {
        while (_own.Count < Memories)
        {
            await AddAsync();
        }
    }

    /// <summary>Writes so much that what the server keeps of its file is at its bound (SQLite's pages, 64 MiB), in a memory that is deleted then.</summary>
    /// <param name="bytes">How much.</param>
    public async Task FillPagesAsync(long bytes)
    {
        if (await AddAsync(client, _user, Text()) is not { } id)
        {
            return;
        }

        for (long written = 0; written < bytes; written += FillerLength)
        {
            string filler = $"{(written / FillerLength).ToString(CultureInfo.InvariantCulture)} {new string('x', FillerLength)}";
            await client.SendAsync("PUT", $"/v1/memories/{id}/", new JsonObject { ["metadata"] = new JsonObject { ["filler"] = filler } });
        }

        await client.SendAsync("DELETE", $"/v1/memories/{id}/");
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await (random.Next(100) switch
            {
                < 20 => CountUpAsync(withText: false),
                < 30 => CountUpAsync(withText: true),
                < 40 => ShareAsync(),
                < 60 => SearchAsync(),
                < 75 => GetAsync(),
                < 85 => ListAsync(),
                < 92 => HistoryAsync(),
                _ => ReplaceAsync(),
            });
        }
    }

    /// <summary>Looks whether everything that was acknowledged is there.</summary>
    public async Task CheckAsync()
    {
        foreach (ServerMemory memory in _own)
        {
            JsonNode? found = await client.SendAsync("GET", $"/v1/memories/{memory.Id}/");
            Expect((int?)found?["metadata"]?["n"] ?? 0, memory.Count, "a counter");
            await CheckHistoryAsync(client, tally, memory.Id, memory.Count + 1);
        }

        if (_deleted is not null)
        {
            await client.SendAsync("GET", $"/v1/memories/{_deleted}/", expected: 404);
        }

        JsonNode? page = await client.SendAsync("POST", "/v3/memories/", new JsonObject { ["filters"] = Filters });
        Expect((int?)page?["count"] ?? -1, _own.Count, "the number of a user's memories");
    }

    /// <summary>Looks whether the versions of a memory count up from 1 to the last, none left out.</summary>
    public static async Task CheckHistoryAsync(ServerClient client, ServerTally tally, string id, int last)
    {
        JsonNode? rows = await client.SendAsync("GET", $"/v1/memories/{id}/history/", kind: "history");
        if (rows is not null && !rows.AsArray().Select(row => (int)row!["version"]!).SequenceEqual(Enumerable.Range(1, last)))
        {
            tally.Problem("the versions of a memory have a gap, or another end than was acknowledged");
        }
    }

    private string Text() => string.Create(CultureInfo.InvariantCulture, $"Fact {number}-{++_number} is worth {random.Next(1_000_000)} points.");

    private ServerMemory Pick() => _own[random.Next(_own.Count)];

    private void Expect(int found, int expected, string what)
    {
        if (found != expected)
        {
            tally.Problem($"{what} is {found.ToString(CultureInfo.InvariantCulture)}, not {expected.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private async Task AddAsync()
    {
        if (await AddAsync(client, _user, Text()) is { } id)
        {
            _own.Add(new ServerMemory(id));
        }
    }

    private async Task ReplaceAsync()
    {
        await AddAsync();
        ServerMemory oldest = _own[0];
        if (await client.SendAsync("DELETE", $"/v1/memories/{oldest.Id}/", kind: "delete") is not null)
        {
            _own.RemoveAt(0);
            _deleted = oldest.Id;
        }
    }

    private async Task CountUpAsync(bool withText)
    {
        ServerMemory memory = Pick();
        JsonObject body = new() { ["metadata"] = new JsonObject { ["n"] = memory.Count + 1 } };
        if (withText)
        {
            body["text"] = Text();
        }

        if (await client.SendAsync("PUT", $"/v1/memories/{memory.Id}/", body, kind: withText ? "new text" : "metadata") is { } changed)
        {
            memory.Count++;
            Expect((int)changed["version"]!, memory.Count + 1, "the version after an update");
        }
    }

    private async Task ShareAsync()
    {
        int index = random.Next(shared.Count);
        JsonObject body = new() { ["metadata"] = new JsonObject { [Key] = _shared[index] + 1 } };
        if (await client.SendAsync("PUT", $"/v1/memories/{shared[index]}/", body, kind: "metadata of all") is not null)
        {
            _shared[index]++;
        }
    }

    private async Task SearchAsync()
    {
        JsonNode? found = await client.SendAsync(
            "POST", "/v3/memories/search/", new JsonObject { ["query"] = "What is a fact worth?", ["filters"] = Filters, ["top_k"] = Memories, ["threshold"] = 0.0 }, kind: "search");
        if (found is not null && found["results"]!.AsArray().Count == 0)
        {
            tally.Problem("a search found nothing");
        }
    }

    private async Task GetAsync()
    {
        ServerMemory memory = Pick();
        JsonNode? found = await client.SendAsync("GET", $"/v1/memories/{memory.Id}/", kind: "get");
        Expect((int?)found?["metadata"]?["n"] ?? 0, memory.Count, "a counter that was read between writes");
    }

    private async Task ListAsync()
    {
        JsonNode? page = await client.SendAsync("POST", "/v3/memories/?page=1&page_size=5", new JsonObject { ["filters"] = Filters }, kind: "list");
        Expect((int?)page?["count"] ?? -1, _own.Count, "the number of a user's memories, read between writes");
    }

    private async Task HistoryAsync()
    {
        ServerMemory memory = Pick();
        await CheckHistoryAsync(client, tally, memory.Id, memory.Count + 1);
    }
}
