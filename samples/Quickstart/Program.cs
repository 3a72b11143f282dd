using Mem0Sharp;

namespace Quickstart;

/// <summary>The quickstart: remember a conversation, ask, change, look back. Each step is one file in Tour.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using CancellationTokenSource interrupted = new();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        try
        {
            CommandLine options = CommandLine.Parse(args);
            if (options.ShowsHelp)
            {
                Console.WriteLine(CommandLine.Help);
                return 0;
            }

            await RunAsync(options, Screen.OfConsole(), interrupted.Token);
            return 0;
        }
        catch (EmbeddingSpaceException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} {exception.Suggestion} Here, --fresh starts over and --db takes another file.");
            return 1;
        }
        catch (MemoryException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} {exception.Suggestion}");
            return 1;
        }
        catch (UsageException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static async Task RunAsync(CommandLine options, Screen screen, CancellationToken cancellationToken)
    {
        ChatLog chat = ConversationFile.Read(options.ConversationPath ?? ConversationFile.Shipped, options.ConversationNumber);
        using ModelChoice models = ModelChoice.From(Environment.GetEnvironmentVariable);
        if (options.StartsFresh)
        {
            MemoryFile.StartOver(options.DatabasePath);
        }

        MemoryBuilder builder = new MemoryBuilder().UseSqlite(options.DatabasePath).UseEmbeddings(models.Embeddings);
        if (models.ChatClient is not null)
        {
            builder.UseChatClient(models.ChatClient);
        }

        await using Memory memory = builder.Build();
        await memory.OpenAsync(cancellationToken);
        screen.Line($"Mem0Sharp · extract and arbitrate: {models.Chat} · embed: {memory.EmbeddingModel} · file: {options.DatabasePath}");

        Stage stage = new(memory, MemoryScope.ForUser(chat.UserId), chat, screen);
        string question = options.Question ?? chat.Question;
        bool isFirstVisit = await memory.CountAsync(stage.Scope, cancellationToken: cancellationToken) == 0;
        if (isFirstVisit)
        {
            await FirstVisitAsync(stage, question, cancellationToken);
        }
        else
        {
            await NextVisitAsync(stage, question, models.Embeddings, cancellationToken);
        }

        long count = await memory.CountAsync(stage.Scope, cancellationToken: cancellationToken);
        screen.Heading(
            Screen.Count(count, "memory", "memories"),
            $"of {chat.UserId} in {options.DatabasePath}, {Screen.Count(models.Embeddings.Calls, "embedding call", "embedding calls")} in this run");
        if (isFirstVisit)
        {
            screen.Line("Run it again: it still knows. --fresh starts over, --help lists the options.", Tone.Faint);
        }
    }

    private static async Task FirstVisitAsync(Stage stage, string question, CancellationToken cancellationToken)
    {
        stage.Screen.Heading("Remember", $"{Screen.Count(stage.Chat.MessageCount, "message", "messages")} of {stage.Chat.Name}");
        await Remembering.RunAsync(stage, stage.Chat.Exchanges, cancellationToken);
        MemoryItem? best = await Asking.RunAsync(stage, question, cancellationToken);
        if (best is not null)
        {
            await Changing.RunAsync(stage, best, cancellationToken);
        }
    }

    private static async Task NextVisitAsync(
        Stage stage, string question, CountingEmbeddingGenerator embeddings, CancellationToken cancellationToken)
    {
        IReadOnlyList<MemoryItem> known = await Returning.StillKnownAsync(stage, embeddings, cancellationToken);
        await Asking.RunAsync(stage, question, cancellationToken);
        if (Returning.NotRememberedYet(stage.Chat, known) is { Count: > 0 } news)
        {
            stage.Screen.Heading("Remember", $"what follows in {stage.Chat.Name} after all that is known");
            await Remembering.RunAsync(stage, news, cancellationToken);
        }

        await Returning.SayAgainAsync(stage, known, cancellationToken);
    }
}
