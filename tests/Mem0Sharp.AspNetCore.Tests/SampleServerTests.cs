using System.Diagnostics;
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
        string root = typeof(SampleServerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key is "RepositoryRoot").Value!;
        string page = await File.ReadAllTextAsync(Path.Combine(root, "samples", "Server", "README.md"), Token);
        string[] lines = [.. Shell().Matches(page).Select(block => block.Groups["lines"].Value).Where(block => block.StartsWith("curl", StringComparison.Ordinal))];
        Assert.SkipUnless(await SampleServer.CanRunAsync(Token, "bash", "-c", "curl --version"), "There is no bash, or no curl.");
        await using SampleServer server = await SampleServer.StartAsync("Development", Token);
        List<string> answers = [];
        foreach (string line in lines)
        {
            using Process shell = SampleServer.Start(server.Folder, "bash", "-ec", line.Replace(Documented, server.Address, StringComparison.Ordinal));
            answers.Add(await shell.StandardOutput.ReadToEndAsync(Token));
            await shell.WaitForExitAsync(Token);
            shell.ExitCode.Should().Be(0, line);
        }

        answers.Should().HaveCount(6);
        ((string?)JsonNode.Parse(answers[0])!["status"]).Should().Be("SUCCEEDED");
        ((string?)JsonNode.Parse(answers[1])!["results"]![0]!["memory"]).Should().Be("Alice moved to Berlin");
        answers[2].Should().Contain("Alice moved to Berlin").And.Contain("\"total_users\":1");
        ((string?)JsonNode.Parse(answers[3])!["results"]![0]!["new_memory"]).Should().Be("Alice moved to Berlin");
        answers[4].Should().Contain("\"tags\":[\"home\"]").And.Contain("\"status\":412").And.Contain("\"current_version\":2");
        ((string?)JsonNode.Parse(answers[5])!["openapi"]).Should().StartWith("3.1");
    }

    [GeneratedRegex("```sh\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Shell();
}
