using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Changes;

/// <summary>Passes connections on to a server, and its answers back, but no notification: as a pooler in transaction mode does.</summary>
internal sealed class SilentPooler : IAsyncDisposable
{
    private const byte Notification = (byte)'A';

    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Func<string, bool> _passes;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;

    /// <param name="connectionString">How the server is reached.</param>
    /// <param name="passes">Which channels are passed on all the same.</param>
    public SilentPooler(string connectionString, Func<string, bool>? passes = null)
    {
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        _passes = passes ?? (_ => false);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_closing.Token);
                served.Add(ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (TcpClient server = new())
            {
                await server.ConnectAsync(_server.Host!, _server.Port, _closing.Token);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), _closing.Token),
                    AnswerAsync(server.GetStream(), client.GetStream()));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // Whoever spoke is gone.
        }
    }

    /// <summary>Copies messages: a kind, the length of what follows with its own four bytes, and that.</summary>
    private async Task AnswerAsync(NetworkStream server, NetworkStream client)
    {
        byte[] head = new byte[5];
        while (true)
        {
            await server.ReadExactlyAsync(head, _closing.Token);
            byte[] body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await server.ReadExactlyAsync(body, _closing.Token);
            if (head[0] != Notification || _passes(System.Text.Encoding.ASCII.GetString(body, 4, Array.IndexOf(body, (byte)0, 4) - 4)))
            {
                await client.WriteAsync((byte[])[.. head, .. body], _closing.Token);
            }
        }
    }
}
