using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.Tests.Diagnostics;

public sealed class LogEventTests
{
    private static readonly LoggerMessageAttribute[] Messages =
    [
        .. typeof(Memory).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>(),
    ];

    [Fact]
    public void LogMessages_OfTheLibrary_HaveEventIdsOfTheirOwn()
    {
        Messages.Should().NotBeEmpty();
        Messages.Select(message => message.EventId).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void LogMessages_OfTheLibrary_TakeTheirIdsFromTheList()
    {
        IEnumerable<int> listed = typeof(MemoryLogEvents).GetFields().Select(field => (int)field.GetRawConstantValue()!);

        Messages.Select(message => message.EventId).Should().BeEquivalentTo(listed);
    }
}
