using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The sample server is started as its page says, and each line for a shell on that page is run.</summary>
public sealed partial class SampleServerTests
{
    private const string Documented = "http://127.0.0.1:5042";

    [Fact]
    public async Task Sample_StartedByOneCommand_AnswersEachLineOfItsPage()
    {
        string root = Root();
        string page = await File.ReadAllTextAsync(Path.Combine(root, "samples", "Server", "README.md"), Token);
        string[] lines = [.. Shell().Matches(page).Select(block => block.Groups["lines"].Value).Where(block => block.StartsWith("curl", StringComparison.Ordinal))];
        Assert.SkipUnless(await CanRunAsync("bash", "-c", "curl --version"), "There is no bash, or no curl.");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-");
        string address = $"http://127.0.0.1:{FreePort()}";
        using Process server = Start(
            folder, "dotnet", typeof(global::Program).Assembly.Location, "--urls", address, "--environment", "Development",
            "--Memory:DatabasePath", Path.Combine(folder.FullName, "memories.db"));
        try
        {
            await ListensAsync(address, server);
            List<string> answers = [];
            foreach (string line in lines)
            {
                using Process shell = Start(folder, "bash", "-ec", line.Replace(Documented, address, StringComparison.Ordinal));
                string answer = await shell.StandardOutput.ReadToEndAsync(Token);
                await shell.WaitForExitAsync(Token);
                shell.ExitCode.Should().Be(0, line);
                answers.Add(answer);
            }

            answers.Should().HaveCount(3);
            ((string?)JsonNode.Parse(answers[0])!["status"]).Should().Be("SUCCEEDED");
            ((string?)JsonNode.Parse(answers[1])!["results"]![0]!["memory"]).Should().Be("Alice moved to Berlin");
            answers[2].Should().Contain("Alice moved to Berlin").And.Contain("\"total_users\":1");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
            folder.Delete(recursive: true);
        }
    }

    private static string Root() => typeof(SampleServerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key is "RepositoryRoot").Value!;

    private static Process Start(DirectoryInfo folder, string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = folder.FullName,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;

    private static async Task<bool> CanRunAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Start(new DirectoryInfo(Path.GetTempPath()), program, arguments);
            await process.WaitForExitAsync(Token);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task ListensAsync(string address, Process server)
    {
        using HttpClient client = new();
        while (true)
        {
            server.HasExited.Should().BeFalse();
            try
            {
                (await client.GetAsync($"{address}/v1/ping/", Token)).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("```sh\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Shell();
}
