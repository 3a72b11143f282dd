using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What the memory does for a request is seen below that request.</summary>
public sealed class TracingTests
{
    [Theory]
    [InlineData("POST", "/v3/memories/search/", """{"filters":{"user_id":"alice"},"query":"tea"}""", "search_memory")]
    [InlineData("POST", "/v3/memories/add/", """{"user_id":"alice","messages":"Likes rum","infer":false}""", "create_memory")]
    [InlineData("POST", "/search", """{"user_id":"alice","query":"tea"}""", "search_memory")]
    [InlineData("DELETE", "/v1/memories/?user_id=alice", null, "delete_memory")]
    public async Task Request_ThatIsListenedTo_HasTheMemorysSpanBelowTheServers(string method, string path, string? body, string operation)
    {
        await using ServerFixture fixture = await StartAsync();
        ActivityTraceId trace = ActivityTraceId.CreateRandom();
        ConcurrentQueue<Activity> started = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or MemoryTelemetryNames.ActivitySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.TraceId == trace)
                {
                    started.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using HttpRequestMessage request = new(new HttpMethod(method), path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", $"Token {AdminKey}");
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        using HttpResponseMessage response = await fixture.Client.SendAsync(request, Token);

        response.IsSuccessStatusCode.Should().BeTrue();
        Activity server = started.Where(activity => activity.Source.Name is "Microsoft.AspNetCore").Should().ContainSingle().Which;
        Activity[] own = [.. started.Where(activity => activity.Source.Name is MemoryTelemetryNames.ActivitySource)];
        own.Should().NotBeEmpty().And.OnlyContain(activity => activity.ParentSpanId == server.SpanId && activity.Kind == ActivityKind.Internal);
        own.Select(activity => activity.OperationName).Should().Contain(operation);
        own.SelectMany(activity => activity.TagObjects).Select(tag => tag.Value?.ToString() ?? string.Empty)
            .Should().NotContain(value => value.Contains("alice", StringComparison.Ordinal) || value.Contains("tea", StringComparison.Ordinal));
    }
}
