using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>A Chroma server as a process of its own, over a folder of its own. It ends with the tests, however they end.</summary>
public sealed class ChromaServer : IAsyncDisposable
{
    private readonly string _program;
    private readonly DirectoryInfo _folder;
    private readonly int _port;
    private Process? _keeper;

    private ChromaServer(string program, DirectoryInfo folder, int port) => (_program, _folder, _port) = (program, folder, port);

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Starts one, and waits until it answers.</summary>
    /// <remarks>The test is skipped where there is none to be had.</remarks>
    public static async Task<ChromaServer> StartNewAsync(CancellationToken cancellationToken)
    {
        string program = await ChromaInstallation.ProgramAsync(cancellationToken);
        ChromaServer server = new(program, Directory.CreateTempSubdirectory("mem0sharp-chroma-"), FreePort());
        try
        {
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again, over what it had.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string keep = Path.Combine(AppContext.BaseDirectory, "Server", "keep.sh");
        string[] command = [keep, _folder.FullName, _program, "run", "--path", Path.Combine(_folder.FullName, "data"), "--host", "127.0.0.1", "--port", $"{_port}"];
        _keeper = Process.Start(new ProcessStartInfo("bash", command) { RedirectStandardInput = true, UseShellExecute = false })!;
        using HttpClient client = new();
        while (true)
        {
            if (_keeper.HasExited)
            {
                throw new InvalidOperationException($"The server ended: {await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "log"), cancellationToken)}");
            }

            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri(Address, "api/v2/heartbeat"), cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }
    }

    /// <summary>Kills it (SIGKILL): it has no time to write anything more.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        using Process server = Process.GetProcessById(ServerOf(_keeper!.Id));
        server.Kill();
        await _keeper.WaitForExitAsync(cancellationToken);
        _keeper.Dispose();
        _keeper = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_keeper is not null)
        {
            _keeper.StandardInput.Close();
            await _keeper.WaitForExitAsync();
            _keeper.Dispose();
        }

        if (_folder.Exists && Directory.Exists(_folder.FullName))
        {
            _folder.Delete(recursive: true);
        }
    }

    // The keeper has two: the server, and what waits for the end of the standard input.
    private static int ServerOf(int keeper) => File.ReadAllText($"/proc/{keeper}/task/{keeper}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(id => int.Parse(id, CultureInfo.InvariantCulture))
        .Single(id => File.ReadAllText($"/proc/{id}/cmdline").Contains("chroma", StringComparison.Ordinal));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
