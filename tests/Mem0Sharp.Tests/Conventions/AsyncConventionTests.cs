namespace Mem0Sharp.Tests.Conventions;

public sealed class AsyncConventionTests
{
    private interface IGood
    {
        Task OpenAsync(CancellationToken cancellationToken);

        IAsyncEnumerable<int> ReadAsync(int first, CancellationToken cancellationToken = default);

        int Count();
    }

    private interface IBad
    {
        Task Open(CancellationToken cancellationToken);

        ValueTask<int> CloseAsync();

        IAsyncEnumerable<int> ReadAsync(CancellationToken cancellationToken, int first);

        int CountAsync(CancellationToken cancellationToken);
    }

    [Theory]
    [InlineData("Mem0Sharp")]
    [InlineData("Mem0Sharp.AspNetCore")]
    [InlineData("Mem0Sharp.Chroma")]
    [InlineData("Mem0Sharp.Postgres")]
    [InlineData("Mem0Sharp.LocalEmbeddings")]
    [InlineData("Mem0Sharp.Testing")]
    public void PublicMethods_ThatAwait_AreNamedAsyncAndEndInAToken(string library) =>
        PublicApi.Types(Libraries.Named(library)).SelectMany(AsyncConvention.Violations).Should().BeEmpty();

    [Fact]
    public void Violations_OfATypeThatKeepsTheRule_AreNone() => AsyncConvention.Violations(typeof(IGood)).Should().BeEmpty();

    [Fact]
    public void Violations_OfATypeThatBreaksIt_NameEachMethodAndWhy() => AsyncConvention.Violations(typeof(IBad)).Should().Equal(
        "IBad.Open is not named Async",
        "IBad.CloseAsync does not end in a CancellationToken",
        "IBad.ReadAsync does not end in a CancellationToken",
        "IBad.CountAsync returns int");
}
