using Mem0Sharp.Tests.Model;

namespace Mem0Sharp.Tests.Health;

/// <summary>A close look at one memory finds what is wrong with it, and nothing where nothing is.</summary>
public sealed class DiagnoseTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task DiagnoseAsync_OfASoundMemory_IsHealthyAlsoWhenDeleted()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.UpdateAsync(item.Id, "Likes coffee", cancellationToken: Token);

        MemoryHealthReport live = await fixture.Memory.DiagnoseAsync(item.Id, Token);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        MemoryHealthReport deleted = await fixture.Memory.DiagnoseAsync(item.Id, Token);

        live.Checks.Select(check => check.Name).Should().Equal("record", "history", "embedding", "vector_store", "embedder");
        live.Checks.Should().OnlyContain(check => check.Status == MemoryHealthStatus.Healthy);
        deleted.Status.Should().Be(MemoryHealthStatus.Healthy);
        deleted.Checks[0].Description.Should().Be("It was deleted by version 3.");
    }

    [Fact]
    public async Task DiagnoseAsync_OfAnUnknownId_FindsThat()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryHealthReport report = await fixture.Memory.DiagnoseAsync("unknown", Token);

        report.Status.Should().Be(MemoryHealthStatus.Unhealthy);
        report.Checks.Should().ContainSingle().Which.Error.Should().BeOfType<MemoryNotFoundException>();
        Func<Task> blank = () => fixture.Memory.DiagnoseAsync(" ", Token);
        await blank.Should().ThrowAsync<MemoryValidationException>();
    }

    [Fact]
    public async Task DiagnoseAsync_ByAHandle_SaysOfAForeignIdWhatItSaysOfAnUnknownOne()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        int calls = fixture.Embeddings.CallCount;

        MemoryHealthReport foreign = await fixture.Memory.For(MemoryFixture.Bob).DiagnoseAsync(item.Id, Token);

        foreign.Checks.Single().ToString().Should().Be((await fixture.Memory.For(MemoryFixture.Bob).DiagnoseAsync("unknown", Token)).Checks.Single().ToString());
        fixture.Embeddings.CallCount.Should().Be(calls);
        (await fixture.Memory.For(MemoryFixture.Alice).DiagnoseAsync(item.Id, Token)).Status.Should().Be(MemoryHealthStatus.Healthy);
    }

    [Theory]
    [InlineData("UPDATE history SET record = replace(record, 'coffee', 'cocoa') WHERE version = 2", "history")]
    [InlineData("UPDATE history SET old_hash = 'x' WHERE version = 2", "history")]
    [InlineData("DELETE FROM embeddings", "embedding")]
    public async Task DiagnoseAsync_OfAMemoryThatWasTamperedWith_SaysWhere(string tampering, string check)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.UpdateAsync(item.Id, "Likes coffee", cancellationToken: Token);
        fixture.Forge(tampering);

        MemoryHealthReport report = await fixture.Memory.DiagnoseAsync(item.Id, Token);

        report.Status.Should().Be(MemoryHealthStatus.Unhealthy);
        report.Checks.Single(found => string.Equals(found.Name, check, StringComparison.Ordinal)).Status.Should().Be(MemoryHealthStatus.Unhealthy);
        string.Join(' ', report.Checks).Should().NotContainAny("coffee", "cocoa", "alice");
    }

    [Fact]
    public async Task DiagnoseAsync_OfADeletedMemoryThatTheStoreKept_SaysSo()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(new DeafToDeletesVectorStore()));
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        (await fixture.Memory.DiagnoseAsync(item.Id, Token)).ToString().Should().Be("MemoryHealthReport Unhealthy (vector_store)");
    }

    [Fact]
    public async Task DiagnoseAsync_WhenTheModelChangedUnderItsName_SaysSo()
    {
        StubEmbeddings embeddings = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(embeddings, "stub"));
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        (await fixture.Memory.DiagnoseAsync(item.Id, Token)).Status.Should().Be(MemoryHealthStatus.Healthy);
        embeddings.Vector = [0, 1];

        (await fixture.Memory.DiagnoseAsync(item.Id, Token)).ToString().Should().Be("MemoryHealthReport Unhealthy (embedder)");
    }
}
