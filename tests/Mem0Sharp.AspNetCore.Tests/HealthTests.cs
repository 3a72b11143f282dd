using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>A host can say whether its memory can be used.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Readiness_OfAMemoryThatCanBeUsed_IsGiven()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");

        using HttpResponseMessage response = await fixture.RawAsync("GET", "/health/ready", key: "");

        ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token)).Should().Be((200, "Healthy"));
    }

    [Fact]
    public async Task Readiness_OfAMemoryWhoseFileIsGone_IsNotGiven()
    {
        await using ServerFixture fixture = await StartAsync();
        await fixture.StoreAsync("Likes tea");

        File.Delete(fixture.DatabasePath);

        using HttpResponseMessage response = await fixture.RawAsync("GET", "/health/ready", key: "");
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token)).Should().Be((503, "Unhealthy"));
    }
}
