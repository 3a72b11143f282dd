namespace Mem0Sharp.Packaging.Tests;

/// <summary>What a new user meets, in the order in which they meet it: one project, since restoring is the slow part.</summary>
public sealed class PackageConsumerTests(PackedFeed feed)
{
    private const string NativePackage = "SQLitePCLRaw.bundle_e_sqlite3";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Package_InAFreshProject_WorksWithoutAFileSaysWhatAFileNeedsAndThenKeepsIt()
    {
        using ConsumerProject project = await ConsumerProject.CreateAsync(feed, Token);

        // Warnings as errors: nothing that comes with the package may warn its users.
        await project.DotnetAsync(Token, "build", "--output", project.Output, "-warnaserror");
        (await project.SourceAsync(Token)).Should().Be(feed.Folder);
        await WithoutAFile(project);
        await WithAFileButNoNativeLibrary(project);

        await project.DotnetAsync(Token, "add", "package", NativePackage, "--version", RepositoryFiles.PackageVersions[NativePackage]);
        await project.DotnetAsync(Token, "build", "--output", project.Output);
        await WithAFile(project);
    }

    private static async Task WithoutAFile(ConsumerProject project)
    {
        Directory.EnumerateFiles(project.Output, "*sqlite3*", SearchOption.AllDirectories).Select(Path.GetFileName)
            .Should().BeEmpty("the package brings no native library");

        (int exitCode, string output) = await project.RunAsync(Token, "both");

        exitCode.Should().Be(0);
        output.Should().StartWith("found: ").And.Contain("Oslo");
    }

    private static async Task WithAFileButNoNativeLibrary(ConsumerProject project)
    {
        (int exitCode, string output) = await project.RunAsync(Token, "both", "memories.db");

        exitCode.Should().Be(3, "the program catches MemoryConfigurationException; it printed\n{0}", output);
        output.Should().StartWith("configuration_invalid: ").And.Contain($"dotnet add package {NativePackage}");
        File.Exists(Path.Combine(project.Folder, "memories.db")).Should().BeFalse();
    }

    private static async Task WithAFile(ConsumerProject project)
    {
        (int written, string writing) = await project.RunAsync(Token, "write", "memories.db");
        (int read, string reading) = await project.RunAsync(Token, "read", "memories.db");
        (int readElsewhere, string elsewhere) = await project.RunAsync(Token, "read", "other.db");

        (written, writing).Should().Be((0, string.Empty));
        read.Should().Be(0);
        reading.Should().StartWith("found: ").And.Contain("Oslo");
        (readElsewhere, elsewhere.Trim()).Should().Be((0, "found nothing"), "the memory came from the file");
    }
}
