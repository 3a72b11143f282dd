using System.Net;
using System.Net.Sockets;
using Polly.CircuitBreaker;

namespace Mem0Sharp.Tests.Ask;

public sealed class ChatFailureTests
{
    public static TheoryData<Exception, int> Denied => new()
    {
        { new HttpRequestException("no", null, HttpStatusCode.Unauthorized), 401 },
        { new HttpRequestException("no", null, HttpStatusCode.Forbidden), 403 },
        { new SdkException("?", new HttpRequestException("no", null, HttpStatusCode.Unauthorized)), 401 },
        { new SdkException("HTTP 401 (invalid_request_error: invalid_api_key)\n\nIncorrect key"), 401 },
        { new SdkException("Service request failed.\nStatus: 403 (Forbidden)\n"), 403 },
        { new SdkException("Service request failed.\r\nStatus: 403 (Forbidden)\r\n"), 403 },
        { new SdkException("Status Code: Unauthorized\n{\"type\":\"error\"}"), 401 },
    };

    [Theory]
    [MemberData(nameof(Denied))]
    public void Translate_WhenTheKeyIsRefused_IsAccessDenied(Exception exception, int status)
    {
        MemoryException error = ChatFailure.Translate(exception);

        error.Should().BeOfType<MemoryAccessDeniedException>().Which.Resource.Should().Be("chat");
        error.Message.Should().Contain(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        error.InnerException.Should().BeSameAs(exception);
        ChatFailure.SchemaRefusalOf(error).Should().Be(SchemaRefusal.No);
    }

    public static TheoryData<Exception, int?> Unreachable => new()
    {
        { new HttpRequestException("busy", null, HttpStatusCode.ServiceUnavailable), 503 },
        { new HttpRequestException("slow down", null, HttpStatusCode.TooManyRequests), 429 },
        { new SdkException("HTTP 429 (insufficient_quota: )"), 429 },
        { new SdkException("Status Code: TooManyRequests\r\n{}"), 429 },
        { new SdkException("Status Code: ServiceUnavailable"), 503 },
        { new SdkException("Status Code: 529\n{}"), 529 },
        { new HttpRequestException("no route"), null },
        { new SocketException((int)SocketError.ConnectionRefused), null },
        { new IOException("reset"), null },
        { new TimeoutException(), null },
        { new TaskCanceledException("the client's own limit", new TimeoutException()), null },
        { new SdkException("?", new SocketException((int)SocketError.HostNotFound)), null },
        { new BrokenCircuitException(), null },
    };

    [Theory]
    [MemberData(nameof(Unreachable))]
    public void Translate_WhenTheServiceIsOut_IsNetworkErrorWithStatusAndNoRefusal(Exception exception, int? status)
    {
        MemoryException error = ChatFailure.Translate(exception);

        error.Should().BeOfType<MemoryNetworkException>().Which.Service.Should().Be("chat");
        error.DebugInfo.GetValueOrDefault("http_status").Should().Be(status);
        error.InnerException.Should().BeSameAs(exception);
        ChatFailure.SchemaRefusalOf(error).Should().Be(SchemaRefusal.No);
    }

    [Theory]
    [InlineData("?")]
    [InlineData("HTTP")]
    [InlineData("HTTP 99")]
    [InlineData("HTTP 4000 things")]
    [InlineData("HTTP 200 (fine)")]
    [InlineData("the HTTP 401 (quoted)")]
    [InlineData("\nStatus: 40")]
    [InlineData("Status Code: OK")]
    [InlineData("Status Code: Overloaded")]
    [InlineData("Status Code: \nUnauthorized")]
    [InlineData("it said Status Code: Unauthorized")]
    public void Translate_WhenNothingSaysWhy_IsNetworkErrorThatNamesTheTypeOnly(string message)
    {
        MemoryException error = ChatFailure.Translate(new SdkException(message));

        error.Should().BeOfType<MemoryNetworkException>();
        error.Message.Should().Be("The chat client failed with SdkException.");
        error.DebugInfo.Should().BeEmpty();
        ChatFailure.SchemaRefusalOf(error).Should().Be(SchemaRefusal.Possible);
    }

    [Fact]
    public void SchemaRefusalOf_AnErrorMadeOnPurpose_IsNo()
    {
        ChatFailure.SchemaRefusalOf(new MemoryNetworkException("chat", "down")).Should().Be(SchemaRefusal.No);
        ChatFailure.SchemaRefusalOf(new ModelResponseException("extract", "odd", new InvalidOperationException())).Should().Be(SchemaRefusal.No);
    }

    // The positive twin: the same type with the status of a refusal.
    [Fact]
    public void SchemaRefusalOf_AnErrorWithTheStatusOfARefusal_IsCertain() =>
        ChatFailure.SchemaRefusalOf(new MemoryNetworkException("chat", "bad", httpStatus: 400)).Should().Be(SchemaRefusal.Certain);
}
