using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.Faults;

/// <summary>samples/Server as a process of its own, over a file in a folder of its own, in production.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private ServerProcess(DirectoryInfo folder, Uri address, Process process) => (_folder, Address, _process) = (folder, address, process);

    public Uri Address { get; }

    /// <summary>Starts it, and waits until its memory can be used.</summary>
    /// <param name="keys">The keys that open everything.</param>
    /// <param name="settings">Further settings, as the command line has them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ServerProcess> StartAsync(IReadOnlyList<string> keys, IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-server-");
        string address = $"http://127.0.0.1:{FreePort()}";
        string path = typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key is "ServerPath").Value!;
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = folder.FullName, UseShellExecute = false };
        string[] arguments =
        [
            path, "--urls", address, "--environment", "Production", "--Logging:LogLevel:Default", "Warning",
            "--Memory:DatabasePath", Path.Combine(folder.FullName, "memories.db"),
            .. keys.SelectMany((key, i) => (string[])[$"--Mem0:Keys:{i}:Hash", HashOf(key), $"--Mem0:Keys:{i}:IsForEverything", "true"]), .. settings,
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        ServerProcess server = new(folder, new Uri(address), Process.Start(start)!);
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

    /// <summary>Gets what is in the machine's memory of it, in bytes; 0 where the system does not say.</summary>
    public long Resident()
    {
        string status = $"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status";
        return File.Exists(status)
            ? File.ReadLines(status).Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10).FirstOrDefault()
            : 0;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ListensAsync(CancellationToken cancellationToken)
    {
        using HttpClient client = new() { BaseAddress = Address };
        while (!_process.HasExited)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync("/health/ready", cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        throw new InvalidOperationException($"The server ended with {_process.ExitCode}.");
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
