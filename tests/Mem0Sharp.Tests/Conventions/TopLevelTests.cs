namespace Mem0Sharp.Tests.Conventions;

public sealed class TopLevelTests
{
    [Theory]
    [InlineData("Mem0Sharp.sln")]
    [InlineData("Directory.Build.props")]
    [InlineData("README.md")]
    [InlineData("LICENSE")]
    public void Repository_TopLevel_HoldsTheFixedFile(string name) =>
        File.Exists(Path.Combine(RepositoryLayout.Root, name)).Should().BeTrue();

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("samples")]
    [InlineData("docs")]
    public void Repository_TopLevel_HoldsTheFixedFolder(string name) =>
        Directory.Exists(Path.Combine(RepositoryLayout.Root, name)).Should().BeTrue();
}
