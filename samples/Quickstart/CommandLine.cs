using System.Globalization;

namespace Quickstart;

/// <summary>The options, read from the arguments.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        Usage: dotnet run --project samples/Quickstart -- [FILE] [options]

          FILE                A conversation: a JSON array of {"role", "content", "name"}, or a LoCoMo file.
                              Without it, the conversation.json that comes with the sample.
          --conversation N    Which conversation of a LoCoMo file, from 1. Default 1.
          --question TEXT     What to ask the memory. Default: the last question of the conversation.
          --db PATH           The memory file. Default quickstart.db, in the current folder.
          --fresh             Start over: remove the memory file first.
          --help              This text.

        Without a key it runs offline. OPENAI_API_KEY or ANTHROPIC_API_KEY takes a model: see README.md.
        """;

    public string? ConversationPath { get; private init; }

    public int ConversationNumber { get; private init; } = 1;

    public string? Question { get; private init; }

    public string DatabasePath { get; private init; } = "quickstart.db";

    public bool StartsFresh { get; private init; }

    public bool ShowsHelp { get; private init; }

    /// <exception cref="UsageException">An option is unknown, has no value, or stands twice where one is meant.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        CommandLine options = new();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            string Value() => ++i < arguments.Count && !string.IsNullOrWhiteSpace(arguments[i])
                ? arguments[i]
                : throw new UsageException($"{argument} needs a value.");
            options = argument switch
            {
                "--help" or "-h" => options with { ShowsHelp = true },
                "--fresh" => options with { StartsFresh = true },
                "--db" => options with { DatabasePath = Value() },
                "--question" => options with { Question = Value() },
                "--conversation" => options with { ConversationNumber = Number(Value()) },
                ['-', ..] => throw new UsageException($"There is no option {argument}; --help lists them."),
                _ when options.ConversationPath is not null => throw new UsageException("Give one conversation file."),
                _ => options with { ConversationPath = argument },
            };
        }

        return options;
    }

    private static int Number(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new UsageException($"--conversation is a number from 1, not '{value}'.");
}
