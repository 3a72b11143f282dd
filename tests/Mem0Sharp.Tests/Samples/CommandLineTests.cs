using Quickstart;

namespace Mem0Sharp.Tests.Samples;

public sealed class CommandLineTests
{
    [Fact]
    public void Parse_OfNothing_TakesTheDefaults()
    {
        CommandLine options = CommandLine.Parse([]);

        options.Should().BeEquivalentTo(new
        {
            ConversationPath = (string?)null,
            ConversationNumber = 1,
            Question = (string?)null,
            DatabasePath = "quickstart.db",
            StartsFresh = false,
            ShowsHelp = false,
        });
    }

    [Fact]
    public void Parse_OfEverything_TakesItInAnyOrder()
    {
        CommandLine options = CommandLine.Parse(["--fresh", "--db", "a.db", "talk.json", "--conversation", "2", "--question", "Who?", "-h"]);

        options.Should().BeEquivalentTo(new
        {
            ConversationPath = "talk.json",
            ConversationNumber = 2,
            Question = "Who?",
            DatabasePath = "a.db",
            StartsFresh = true,
            ShowsHelp = true,
        });
    }

    [Theory]
    [InlineData("--frsh")]
    [InlineData("--db")]
    [InlineData("--conversation", "0")]
    [InlineData("--conversation", "two")]
    [InlineData("a.json", "b.json")]
    public void Parse_OfWhatItDoesNotKnow_Throws(params string[] arguments)
    {
        Action parse = () => CommandLine.Parse(arguments);

        parse.Should().Throw<UsageException>();
    }
}
