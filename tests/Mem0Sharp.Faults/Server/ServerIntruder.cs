using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mem0Sharp.Faults;

/// <summary>Clients that send half a request and hang, and bodies that never end.</summary>
internal sealed class ServerIntruder(Uri address, string key, ServerTally tally)
{
    private const int PieceBytes = 16 << 10;

    // What may be on its way beside what was read: buffers of the sockets.
    private const long MostUnread = 16 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets how many bodies without an end were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Sends half a head, or a head and half a body, and waits until the server ends it.</summary>
    /// <returns>The status that it was ended with, or 0.</returns>
    public async Task<int> HangAsync(bool inBody, TimeSpan patience, CancellationToken cancellationToken)
    {
        using TcpClient client = await ConnectAsync(cancellationToken);
        NetworkStream stream = client.GetStream();
        string head = $"POST /v3/memories/add/ HTTP/1.1\r\nHost: {address.Authority}\r\n";
        string half = inBody ? $"{head}Authorization: Token {key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"user_id\":" : head;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(half), cancellationToken);
        try
        {
            return await StatusAsync(stream, cancellationToken).WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            tally.Problem($"a client that hangs in its {(inBody ? "body" : "head")} was not ended");
            return 0;
        }
    }

    /// <summary>Sends bodies that never end, one after the other, ten a second at most.</summary>
    /// <param name="most">How many bytes the server reads of one.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task FloodAsync(long most, CancellationToken stopping)
    {
        string head = $"POST /v3/memories/add/ HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Token {key}\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
        byte[] piece = Encoding.ASCII.GetBytes($"{PieceBytes.ToString("x", CultureInfo.InvariantCulture)}\r\n{new string('x', PieceBytes)}\r\n");
        while (!stopping.IsCancellationRequested)
        {
            using TcpClient client = await ConnectAsync(CancellationToken.None);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), CancellationToken.None);
            Task<int> answered = StatusAsync(stream, CancellationToken.None);
            long sent = 0;
            try
            {
                for (; !answered.IsCompleted && sent <= most + MostUnread; sent += PieceBytes)
                {
                    await stream.WriteAsync(piece, CancellationToken.None);
                }
            }
            catch (IOException)
            {
                // It is closed.
            }

            int status = sent <= most + MostUnread ? await answered : -1;
            if (status is 413 or 0)
            {
                Refused++;
            }
            else
            {
                tally.Problem(string.Create(CultureInfo.InvariantCulture, $"a body without an end: status {status} after {sent} bytes"));
            }

            // Without a pause it would be a test of who has more processors.
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task<TcpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        return client;
    }

    /// <summary>Reads to the end, and gets the status of the answer; 0 where it was closed without one.</summary>
    private static async Task<int> StatusAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        StringBuilder answer = new();
        byte[] buffer = new byte[1 << 10];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and int read)
            {
                answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset, with what was read before it.
        }

        return answer.Length > 12 ? int.Parse(answer.ToString(9, 3), CultureInfo.InvariantCulture) : 0;
    }
}
