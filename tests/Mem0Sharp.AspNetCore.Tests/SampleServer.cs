using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The sample server as a process of its own, over a file in a folder of its own.</summary>
internal sealed class SampleServer : IAsyncDisposable
{
    private readonly Process _process;

    private SampleServer(DirectoryInfo folder, string address, Process process) => (Folder, Address, _process) = (folder, address, process);

    public DirectoryInfo Folder { get; }

    /// <summary>Gets where it listens.</summary>
    public string Address { get; }

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="environment">The host's environment.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="settings">Further settings, as the command line has them.</param>
    public static async Task<SampleServer> StartAsync(string environment, CancellationToken cancellationToken, params string[] settings)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-");
        string address = $"http://127.0.0.1:{FreePort()}";
        Process process = Start(
            folder,
            "dotnet",
            [
                typeof(global::Program).Assembly.Location, "--urls", address, "--environment", environment,
                "--Memory:DatabasePath", Path.Combine(folder.FullName, "memories.db"), "--Logging:LogLevel:Default", "Warning", .. settings,
            ]);
        SampleServer server = new(folder, address, process);
        try
        {
            await server.ListensAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a program in a folder; what it writes can be read.</summary>
    public static Process Start(DirectoryInfo folder, string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = folder.FullName,
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    /// <summary>Tells whether a program can be run here.</summary>
    public static async Task<bool> CanRunAsync(CancellationToken cancellationToken, string program, params string[] arguments)
    {
        try
        {
            using Process process = Start(new DirectoryInfo(Path.GetTempPath()), program, arguments);
            await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Tells it to end, as an operator does (SIGTERM), and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        using Process kill = Start(Folder, "bash", "-c", $"kill -TERM {_process.Id}");
        await kill.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Folder.Delete(recursive: true);
    }

    // An answer of any status: whoever asks without a key is refused, by a server that listens.
    private async Task ListensAsync(CancellationToken cancellationToken)
    {
        using HttpClient client = new();
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}.");
            }

            try
            {
                using HttpResponseMessage answer = await client.GetAsync($"{Address}/v1/ping/", cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
