using System.Diagnostics;
using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>Ten times as many requests as a key may make in a minute: so many pass, and no other key is the worse for it.</summary>
internal static class ServerRate
{
    private const int Requests = 10_000, Connections = 64, PerMinute = 1_000, OfAnother = 100;

    // After this the first of them are forgotten, and more may pass.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(50);

    /// <returns>What was seen, in words.</returns>
    public static async Task<string> RunAsync(string key, string other, ServerTally tally, CancellationToken cancellationToken)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(
            [key, other], ["--Mem0:RequestsPerMinute", PerMinute.ToString(CultureInfo.InvariantCulture)], cancellationToken);
        int left = Requests, passed = 0, refused = 0;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(
            async () =>
            {
                using HttpClient client = ClientOf(server, key);
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    using HttpResponseMessage answer = await client.GetAsync("/v1/ping/", cancellationToken);
                    switch ((int)answer.StatusCode)
                    {
                        case 200:
                            Interlocked.Increment(ref passed);
                            break;
                        case 429 when answer.Headers.RetryAfter is { Delta: { } wait } && wait > TimeSpan.Zero && wait <= TimeSpan.FromMinutes(1):
                            Interlocked.Increment(ref refused);
                            break;
                        default:
                            tally.Problem($"a request over the rate was answered with {(int)answer.StatusCode}, or without when to come again");
                            break;
                    }
                }
            },
            cancellationToken)));
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        if (took < Window ? passed != PerMinute : passed < PerMinute)
        {
            tally.Problem(string.Create(CultureInfo.InvariantCulture, $"{passed} requests passed where {PerMinute} may"));
        }

        using HttpClient another = ClientOf(server, other);
        int unaffected = 0;
        for (int i = 0; i < OfAnother; i++)
        {
            using HttpResponseMessage answer = await another.GetAsync("/v1/ping/", cancellationToken);
            unaffected += answer.IsSuccessStatusCode ? 1 : 0;
        }

        if (unaffected != OfAnother)
        {
            tally.Problem("another key was refused too");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Requests} requests of one key in {took.TotalSeconds:F1} s: {passed} passed, {refused} refused; of another key {unaffected} of {OfAnother} passed");
    }

    private static HttpClient ClientOf(ServerProcess server, string key)
    {
        HttpClient client = new() { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-API-Key", key);
        return client;
    }
}
