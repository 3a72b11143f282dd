using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Faults;

/// <summary>
/// "server": samples/Server as a process of its own, under the reads and writes of many connections, while others hang in the middle of a request or
/// send bodies without an end; then far more requests than a key may make (A10).
/// </summary>
internal static class ServerCommand
{
    private const int Shared = 16, Hanging = 20;

    private const long MostBody = 1 << 20, Pages = 80 << 20;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5), Second = TimeSpan.FromSeconds(1);

    // Kestrel's own limit is 30 seconds for a head, and less for a body that does not come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int seconds = FaultArguments.Option(arguments, "--seconds", 60);
        int seed = FaultArguments.Option(arguments, "--seed", 1);
        int count = FaultArguments.Option(arguments, "--connections", 64);
        string key = KeyOf(), other = KeyOf();
        ServerTally tally = new();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"seed {seed}, {count} connections for {seconds} s after {WarmUp.TotalSeconds:F0} s of warm-up, {Hanging} clients that hang"));
        List<long> resident;

        // The cache of embeddings is full before the measuring begins: it is to grow, up to its bound.
        await using (ServerProcess server = await ServerProcess.StartAsync(
            [key],
            ["--Mem0:MaxRequestBodyBytes", MostBody.ToString(CultureInfo.InvariantCulture), "--Memory:EmbeddingCacheBytes", MostBody.ToString(CultureInfo.InvariantCulture)],
            cancellationToken))
        {
            ServerIntruder intruder = new(server.Address, key, tally);
            Task<int[]> hanging = Task.WhenAll(Enumerable.Range(0, Hanging).Select(i => intruder.HangAsync(inBody: i % 2 == 0, Patience, cancellationToken)));
            resident = await LoadAsync(server, key, intruder, count, seconds, seed, tally, cancellationToken);
            string ends = string.Join(", ", (await hanging).GroupBy(status => status).OrderBy(same => same.Key).Select(same => $"{same.Count()} with {same.Key}"));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"clients that hang were ended: {ends}; {intruder.Refused} bodies without an end were refused"));
            if (intruder.Refused == 0)
            {
                tally.Problem("no body without an end was refused");
            }
        }

        await output.WriteLineAsync(await ServerRate.RunAsync(key, other, tally, cancellationToken));
        return await JudgeAsync(resident, seconds, tally, output);
    }

    private static async Task<List<long>> LoadAsync(
        ServerProcess server, string key, ServerIntruder intruder, int count, int seconds, int seed, ServerTally tally, CancellationToken cancellationToken)
    {
        ServerClient[] clients = [.. Enumerable.Range(0, count).Select(_ => new ServerClient(server.Address, key, tally))];
        string[] shared = new string[Shared];
        for (int i = 0; i < Shared; i++)
        {
            shared[i] = await ServerConnection.AddAsync(clients[0], "everybody", string.Create(CultureInfo.InvariantCulture, $"All write to this memory, number {i}."))
                ?? throw new InvalidOperationException("The server takes nothing.");
        }

#pragma warning disable RS0030 // Seeded, and printed.
        ServerConnection[] connections =
            [.. clients.Select((client, i) => new ServerConnection(i, client, shared, new Random(seed + i), tally))];
#pragma warning restore RS0030
        await Task.WhenAll(connections.Select(connection => connection.FillAsync()));
        await Task.WhenAll(connections.Select(connection => connection.FillPagesAsync(Pages / count)));
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task flooding = Task.Run(() => intruder.FloodAsync(MostBody, stopping.Token), CancellationToken.None);
        Task loading = Task.WhenAll(connections.Select(connection => Task.Run(() => connection.RunAsync(stopping.Token), CancellationToken.None)));
        List<long> resident = [];
        try
        {
            await Task.Delay(WarmUp, cancellationToken);
            tally.Measure(measures: true);
            while (resident.Count < seconds)
            {
                await Task.Delay(Second, cancellationToken);
                resident.Add(server.Resident());
            }
        }
        finally
        {
            tally.Measure(measures: false);
            await stopping.CancelAsync();
            await Task.WhenAll(loading, flooding);
        }

        await Task.WhenAll(connections.Select(connection => connection.CheckAsync()));
        for (int i = 0; i < Shared; i++)
        {
            await CheckSharedAsync(clients[0], shared[i], connections, i, tally);
        }

        Array.ForEach(clients, client => client.Dispose());
        return resident;
    }

    /// <summary>Looks whether a memory that all wrote to has what each was told it has, and a version for each of their writes.</summary>
    private static async Task CheckSharedAsync(ServerClient client, string id, ServerConnection[] connections, int index, ServerTally tally)
    {
        JsonNode? found = await client.SendAsync("GET", $"/v1/memories/{id}/");
        foreach (ServerConnection connection in connections)
        {
            if (((int?)found?["metadata"]?[connection.Key] ?? 0) != connection.SharedCount(index))
            {
                tally.Problem("a key of a memory that all write to is not what was acknowledged last");
            }
        }

        await ServerConnection.CheckHistoryAsync(client, tally, id, connections.Sum(connection => connection.SharedCount(index)) + 1);
    }

    private static async Task<int> JudgeAsync(List<long> resident, int seconds, ServerTally tally, TextWriter output)
    {
        ServerGrowth growth = ServerGrowth.Of(resident);
        if (growth.IsTooMuch)
        {
            tally.Problem("the server's memory grew");
        }

        foreach (string problem in tally.Problems)
        {
            await output.WriteLineAsync("# " + problem);
        }

        foreach ((string kind, double[] times) in tally.Kinds())
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"  {kind}: {times.Length}, p50 {At(times, 0.5):F1} ms, p99 {At(times, 0.99):F1} ms, max {At(times, 1):F0} ms"));
        }

        double[] sorted = tally.Sorted();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted.Length} requests, {(double)sorted.Length / seconds:F0}/s, p50 {At(sorted, 0.5):F1} ms, p99 {At(sorted, 0.99):F1} ms, max {At(sorted, 1):F0} ms, "
            + $"resident {growth.Start / 1e6:F0}, {growth.Middle / 1e6:F0}, {growth.End / 1e6:F0} MB ({growth.Share:+0.0 %;-0.0 %}), {tally.Problems.Count} problems"));
        return tally.Problems.Count == 0 && sorted.Length > 0 ? 0 : 1;
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];

    private static string KeyOf() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
