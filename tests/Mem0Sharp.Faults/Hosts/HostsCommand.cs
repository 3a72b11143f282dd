using System.Globalization;
using Mem0Sharp.Postgres.Tests.Servers;

namespace Mem0Sharp.Faults;

/// <summary>"hosts": several processes on one PostgreSQL database, and another that holds it to what they noted.</summary>
internal static class HostsCommand
{
    private const string Schema = "hosts";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int processes = FaultArguments.Option(arguments, "--processes", 4);
        int seconds = FaultArguments.Option(arguments, "--seconds", 60);
        int seed = FaultArguments.Option(arguments, "--seed", 1);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-hosts-");
        try
        {
            await using RealServer server = await RealServer.CreateAsync(cancellationToken: cancellationToken);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, PostgreSQL {server.Version}, pgvector {server.VectorVersion}"));
            string[] shared = [server.ConnectionString, Schema, folder.FullName];
            int[] codes = await Task.WhenAll(Enumerable.Range(0, processes).Select(host => RunAsync(
                [HostsChild.Name, .. shared, Text(host), Text(seed * 1_000), Text(seconds)], output, cancellationToken)));
            string title = string.Create(CultureInfo.InvariantCulture, $"{processes} processes, {seconds} s");
            int verdict = await RunAsync([HostsChecker.Name, .. shared, title], output, cancellationToken);
            return Array.TrueForAll(codes, code => code == 0) ? verdict : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken) =>
        FaultProcess.RunAsync(FaultProcess.Self(arguments), line => output.WriteLineAsync(line), cancellationToken);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
