using System.Text.Json;

namespace Quickstart;

/// <summary>Reads a conversation of either format.</summary>
internal static class ConversationFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Gets the conversation that comes with the sample: it lies beside the program.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "conversation.json");

    /// <exception cref="UsageException">The file cannot be read, or holds no such conversation.</exception>
    public static ChatLog Read(string path, int number)
    {
        string name = Path.GetFileName(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            JsonElement root = document.RootElement;
            return LocomoFormat.Recognises(root) ? LocomoFormat.Read(root, name, number)
                : number == 1 ? MessageListFormat.Read(root, name)
                : throw new UsageException($"{name} holds one conversation, so there is no number {number}.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file {path}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{name} is not JSON: line {(exception.LineNumber ?? 0) + 1} cannot be read.", exception);
        }
    }
}
