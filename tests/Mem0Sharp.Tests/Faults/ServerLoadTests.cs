using System.Net;
using Mem0Sharp.Faults;

namespace Mem0Sharp.Tests.Faults;

/// <summary>The run against a loaded server can find something: what it is to find is put there by hand.</summary>
public sealed class ServerLoadTests
{
    [Theory]
    [InlineData(new long[] { 50, 90, 100, 100, 100, 105, 110, 110 }, false)]
    [InlineData(new long[] { 500, 400, 100, 100, 100, 109, 109, 109 }, false)]
    [InlineData(new long[] { 100, 100, 100, 100, 100, 100, 111, 111, 111 }, true)]
    [InlineData(new long[] { 0, 0, 0 }, false)]
    public void Growth_OfTheLastThirdOverTheSecond_IsTooMuchFromATenthOn(long[] samples, bool expected) =>
        ServerGrowth.Of(samples).IsTooMuch.Should().Be(expected);

    [Theory]
    [InlineData(200, """[{"version":1},{"version":2},{"version":3}]""", 0)]
    [InlineData(200, """[{"version":1},{"version":3}]""", 1)] // A write was lost.
    [InlineData(200, """[{"version":1},{"version":2}]""", 1)]
    [InlineData(200, """[{"version":1},{"version":2},{"version":2},{"version":3}]""", 1)]
    [InlineData(503, """{"error":"later"}""", 1)]
    public async Task CheckHistory_OfThreeVersions_FindsWhatIsMissing(int status, string body, int problems)
    {
        ServerTally tally = new();
        using ServerClient client = new(new Uri("http://localhost"), "key", tally, new FixedAnswer((HttpStatusCode)status, body));

        await ServerConnection.CheckHistoryAsync(client, tally, "id", last: 3);

        tally.Problems.Should().HaveCount(problems);
    }

    private sealed class FixedAnswer(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
