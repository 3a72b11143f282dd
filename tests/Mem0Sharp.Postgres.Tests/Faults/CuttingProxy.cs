using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Faults;

/// <summary>Stands between Npgsql and a server, passes everything on, and cuts the connection whose COMMIT is the next one when it is told to.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly byte[] Commit = "COMMIT\0"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _port;
    private readonly Task _accepting;

    // What is to be done at the next COMMIT; null when nothing is.
    private object? _next;
    private int _cuts;

    /// <param name="connectionString">How the server itself is reached: without encryption.</param>
    public CuttingProxy(string connectionString)
    {
        _port = new NpgsqlConnectionStringBuilder(connectionString).Port;
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.ConnectionString;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Gets how the server is reached through it.</summary>
    public string ConnectionString { get; }

    /// <summary>Gets how many connections it has cut.</summary>
    public int Cuts => _cuts;

    /// <summary>Gets or sets what happens at that moment of the cut, before the client hears of it: what another host does, say.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>Cuts at the next COMMIT.</summary>
    public void CutNext(Cut cut) => _next = cut;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (TcpClient server = new())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
                (client.NoDelay, server.NoDelay) = (true, true);
                CutAnswers answers = new();
                Task asking = AskAsync(client.GetStream(), server.GetStream(), answers);
                Task answering = AnswerAsync(server.GetStream(), client.GetStream(), answers);
                await await Task.WhenAny(asking, answering);
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Whoever ended it: both ends are closed.
            }
        }
    }

    /// <summary>Passes on what the client says. Returns where the connection is to be cut.</summary>
    private async Task AskAsync(NetworkStream client, NetworkStream server, CutAnswers answers)
    {
        byte[] buffer = new byte[64 * 1024];
        byte[] before = []; // A COMMIT may come in two pieces.
        int read;
        while ((read = await client.ReadAsync(buffer, _end.Token)) > 0)
        {
            byte[] seen = [.. before, .. buffer.AsSpan(0, read)];
            before = seen[^Math.Min(seen.Length, Commit.Length - 1)..];
            Cut? cut = seen.AsSpan().IndexOf(Commit) >= 0 ? (Cut?)Interlocked.Exchange(ref _next, null) : null;
            answers.AreKept = cut is Cut.BeforeItIsAnswered;

            if (cut is not Cut.BeforeItIsForwarded)
            {
                await server.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }

            if (cut is null)
            {
                continue;
            }

            if (cut is Cut.BeforeItIsAnswered)
            {
                await answers.HaveCommitted.Task.WaitAsync(_end.Token);
            }

            Interlocked.Increment(ref _cuts);
            if (Meanwhile is { } meanwhile)
            {
                Meanwhile = null;
                server.Socket.Close(); // Whoever writes meanwhile must not wait for this one.
                await meanwhile();
            }

            return;
        }
    }

    /// <summary>Passes on what the server answers; what is kept is looked at for the COMMIT.</summary>
    private async Task AnswerAsync(NetworkStream server, NetworkStream client, CutAnswers answers)
    {
        byte[] buffer = new byte[64 * 1024];
        byte[] before = [];
        int read;
        while ((read = await server.ReadAsync(buffer, _end.Token)) > 0)
        {
            if (!answers.AreKept)
            {
                await client.WriteAsync(buffer.AsMemory(0, read), _end.Token);
                continue;
            }

            byte[] seen = [.. before, .. buffer.AsSpan(0, read)];
            before = seen[^Math.Min(seen.Length, Commit.Length - 1)..];
            if (seen.AsSpan().IndexOf(Commit) >= 0)
            {
                answers.HaveCommitted.TrySetResult();
                await Task.Delay(Timeout.Infinite, _end.Token);
            }
        }
    }
}
