using System.Collections;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.Tests.Diagnostics;

public sealed class PrivacyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_OfEveryCall_HoldNoTextAndNoUserId()
    {
        using PrivateSession session = await PrivateSession.RunAsync(LogLevel.Debug, Token);

        string[] all =
        [
            .. session.Telemetry.Spans.SelectMany(span => (string?[])
            [
                span.OperationName, span.DisplayName, span.StatusDescription,
                .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
                .. span.Events.SelectMany(happened => happened.Tags.Select(tag => $"{tag.Key}={tag.Value}")),
                .. span.Baggage.Select(item => $"{item.Key}={item.Value}"),
            ]).OfType<string>(),
        ];

        session.Telemetry.Spans.Count(span => span.Status == ActivityStatusCode.Error).Should().BeGreaterThan(10);
        all.Should().NotContain(text => IsPrivate(text));
    }

    [Fact]
    public async Task Measurements_OfEveryCall_HoldNoTextAndNoUserId()
    {
        using PrivateSession session = await PrivateSession.RunAsync(LogLevel.Debug, Token);

        string[] all = [.. session.Telemetry.Measurements.SelectMany(measured => measured.Tags.Select(tag => $"{tag.Key}={tag.Value}"))];

        all.Should().NotBeEmpty().And.NotContain(text => IsPrivate(text));
    }

    [Fact]
    public async Task LogLines_AtDebugAndAbove_HoldNoTextAndNoUserId()
    {
        using PrivateSession session = await PrivateSession.RunAsync(LogLevel.Debug, Token);

        session.Log.Entries.Select(entry => entry.Event).Should().Contain(
            typeof(MemoryLogEvents).GetFields()
                .Where(field => field.Name is not (nameof(MemoryLogEvents.ModelPrompt) or nameof(MemoryLogEvents.ModelReply)))
                .Select(field => (int)field.GetRawConstantValue()!),
            "else a line was never looked at");
        session.Log.Entries.Should().NotContain(entry => IsPrivate(entry.Text));
    }

    [Fact]
    public async Task LogLines_AtTrace_HoldThePromptAndTheReply()
    {
        using PrivateSession session = await PrivateSession.RunAsync(LogLevel.Trace, Token);

        session.Log.Entries.Should().Contain(entry => entry.Event == MemoryLogEvents.ModelPrompt && IsPrivate(entry.Text));
        session.Log.Entries.Should().Contain(entry => entry.Event == MemoryLogEvents.ModelReply && IsPrivate(entry.Text));
        session.Log.Entries.Where(entry => IsPrivate(entry.Text)).Should().OnlyContain(entry => entry.Level == LogLevel.Trace);
    }

    [Fact]
    public async Task Errors_OfEveryKind_HoldNoTextAndNoUserId()
    {
        using PrivateSession session = await PrivateSession.RunAsync(LogLevel.Debug, Token);

        MemoryException[] errors = [.. session.Errors.Cast<MemoryException>()];
        errors.Select(error => error.ErrorCode).Distinct(StringComparer.Ordinal).Should().HaveCountGreaterThanOrEqualTo(9);
        foreach (MemoryException error in errors)
        {
            string[] all =
            [
                error.Message, error.Suggestion, error.ToString(),
                .. error.Details.Concat(error.DebugInfo).Select(fact => $"{fact.Key}={fact.Value}"),
            ];
            all.Should().NotContain(text => IsPrivate(text), error.ErrorCode);
        }
    }

    [Fact]
    public async Task Errors_OfAService_KeepItsOwnWordsInTheCause()
    {
        using PrivateSession session = await PrivateSession.RunAsync(LogLevel.Debug, Token);

        session.Errors.Should().Contain(error => error.InnerException is HttpRequestException && IsPrivate(error.InnerException.Message));
        session.Errors.First(error => error.InnerException is HttpRequestException).ToString()
            .Should().Contain(" ---> System.Net.Http.HttpRequestException").And.Contain("   at Mem0Sharp.");
    }

    [Fact]
    public async Task ToString_OfAllThatComesBackOrGoesIn_HoldsNoTextAndNoUserId()
    {
        using PrivateSession session = await PrivateSession.RunAsync(LogLevel.Debug, Token);

        HashSet<object> reached = new(ReferenceEqualityComparer.Instance);
        foreach (object result in session.Results.Concat(session.Errors))
        {
            Reach(result, reached);
        }

        reached.Select(found => found.GetType()).Distinct().Should().HaveCountGreaterThan(25);
        reached.Where(found => IsPrivate(found.ToString())).Select(found => found.GetType()).Should().BeEmpty();
    }

    /// <summary>Takes an object of the library and all of the library that its properties lead to. Strings are the content itself.</summary>
    private static void Reach(object? found, HashSet<object> reached)
    {
        if (found is null or string)
        {
            return;
        }

        if (found.GetType().Assembly == typeof(Memory).Assembly)
        {
            if (!reached.Add(found))
            {
                return;
            }

            foreach (PropertyInfo property in InstanceProperties(found.GetType()))
            {
                Reach(property.GetValue(found), reached);
            }
        }

        if (found is IEnumerable several)
        {
            foreach (object? one in several)
            {
                Reach(one, reached);
            }
        }
    }

    private static IEnumerable<PropertyInfo> InstanceProperties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0);

    private static bool IsPrivate(string? text) => text?.Contains(PrivateSession.Secret, StringComparison.OrdinalIgnoreCase) ?? false;
}
