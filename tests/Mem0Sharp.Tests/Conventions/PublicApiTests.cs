namespace Mem0Sharp.Tests.Conventions;

/// <summary>Nobody changes the public surface without seeing it: each library's is a text file beside this one.</summary>
public sealed class PublicApiTests
{
    private const string AcceptVariable = "MEM0SHARP_ACCEPT_API";

    [Theory]
    [InlineData("Mem0Sharp")]
    [InlineData("Mem0Sharp.AspNetCore")]
    [InlineData("Mem0Sharp.Chroma")]
    [InlineData("Mem0Sharp.Postgres")]
    [InlineData("Mem0Sharp.LocalEmbeddings")]
    [InlineData("Mem0Sharp.Testing")]
    public void PublicApi_OfALibrary_IsTheAcceptedOne(string library)
    {
        string file = Path.Combine(RepositoryLayout.Root, "tests", "Mem0Sharp.Tests", "Conventions", $"PublicApi.{library}.txt");
        string actual = PublicApi.Of(Libraries.Named(library));
        if (Environment.GetEnvironmentVariable(AcceptVariable) is "1")
        {
            File.WriteAllText(file, actual);
        }

        string[] accepted = File.Exists(file) ? File.ReadAllLines(file) : [];
        string[] now = actual.TrimEnd('\n').Split('\n');
        now.Should().Equal(
            accepted,
            "the accepted surface of {0} should change only on purpose. If it should, run\n"
            + "{1}=1 dotnet test tests/Mem0Sharp.Tests --filter FullyQualifiedName~PublicApiTests\nand commit what it wrote. Differences:\n{2}",
            library,
            AcceptVariable,
            Differences(accepted, now));
    }

    private static string Differences(string[] accepted, string[] now) => string.Join(
        '\n', accepted.Except(now, StringComparer.Ordinal).Select(line => $"- {line}").Concat(now.Except(accepted, StringComparer.Ordinal).Select(line => $"+ {line}")));
}
