using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>Sends a request byte for byte as it is given, over a connection of its own, and reads the answer.</summary>
internal static class RawHttp
{
    /// <param name="address">Where the server listens.</param>
    /// <param name="request">
    /// The request: a line, headers, an empty line and the body, the lines of the head ended by "\n" here and by "\r\n" on the wire. "{host}" and
    /// "{length}" are put in, since both differ from run to run.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<(int Status, Dictionary<string, string> Headers, string Body)> SendAsync(
        Uri address, string request, CancellationToken cancellationToken)
    {
        string[] parts = request.Split("\n\n", 2);
        string body = parts.Length > 1 ? parts[1] : string.Empty;
        string head = parts[0].Replace("{host}", address.Authority, StringComparison.Ordinal)
            .Replace("{length}", Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("\n", "\r\n", StringComparison.Ordinal);
        using TcpClient client = new();
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{head}\r\n\r\n{body}"), cancellationToken);
        return await ReadAsync(stream, cancellationToken);
    }

    /// <summary>Reads one answer, whose length is told or whose body comes in pieces.</summary>
    public static async Task<(int Status, Dictionary<string, string> Headers, string Body)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using BufferedStream reader = new(stream);
        int status = int.Parse((await LineAsync(reader, cancellationToken)).Split(' ')[1], CultureInfo.InvariantCulture);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(reader, cancellationToken) is { Length: > 0 } line)
        {
            string[] header = line.Split(':', 2, StringSplitOptions.TrimEntries);
            headers[header[0]] = header[1];
        }

        using MemoryStream body = new();
        if (headers.TryGetValue("Content-Length", out string? length))
        {
            await CopyAsync(reader, body, int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }
        else
        {
            while (int.Parse(await LineAsync(reader, cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and int size)
            {
                await CopyAsync(reader, body, size, cancellationToken);
                await LineAsync(reader, cancellationToken);
            }
        }

        return (status, headers, Encoding.UTF8.GetString(body.ToArray()));
    }

    private static async Task<string> LineAsync(Stream stream, CancellationToken cancellationToken)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) > 0 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }

    private static async Task CopyAsync(Stream from, MemoryStream to, int count, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[count];
        await from.ReadExactlyAsync(piece, cancellationToken);
        to.Write(piece);
    }
}
