using Anthropic;
using Mem0Sharp.LocalEmbeddings;
using Microsoft.Extensions.AI;

namespace Quickstart;

/// <summary>Who extracts, decides and embeds: a model where a key is given, else rules, and an embedder in this process.</summary>
internal sealed class ModelChoice : IDisposable
{
    private const int Retries = 1;
    private const string DefaultOpenAIModel = "gpt-4.1-mini";
    private const string DefaultAnthropicModel = "claude-haiku-4-5";

    private ModelChoice(IChatClient? chatClient, string chat, IEmbeddingGenerator<string, Embedding<float>> embeddings)
    {
        ChatClient = chatClient;
        Chat = chat;
        Embeddings = new CountingEmbeddingGenerator(embeddings);
    }

    /// <summary>Gets the model's client, or null for the rules.</summary>
    public IChatClient? ChatClient { get; }

    /// <summary>Gets what extracts and decides, in words.</summary>
    public string Chat { get; }

    public CountingEmbeddingGenerator Embeddings { get; }

    /// <param name="variable">Gets an environment variable, or null.</param>
    /// <exception cref="UsageException">A base address is none.</exception>
    public static ModelChoice From(Func<string, string?> variable)
    {
        string? Value(string name) => string.IsNullOrWhiteSpace(variable(name)) ? null : variable(name)!.Trim();

        if (Value("OPENAI_API_KEY") is { } openAIKey)
        {
            OpenAIConnection connection = new(openAIKey, Address("OPENAI_BASE_URL", Value("OPENAI_BASE_URL")), Retries);
            string model = Value("OPENAI_MODEL") ?? DefaultOpenAIModel;
            return new ModelChoice(
                new OpenAIChatClient(connection, model),
                $"{model} (OpenAI API)",
                Value("OPENAI_EMBEDDING_MODEL") is { } embeddingModel
                    ? new OpenAIEmbeddingGenerator(connection, embeddingModel)
                    : new LocalEmbeddingGenerator());
        }

        if (Value("ANTHROPIC_API_KEY") is { } anthropicKey)
        {
            AnthropicClient client = new() { ApiKey = anthropicKey, MaxRetries = Retries };
            if (Address("ANTHROPIC_BASE_URL", Value("ANTHROPIC_BASE_URL")) is { } address)
            {
                client = new AnthropicClient { ApiKey = anthropicKey, MaxRetries = Retries, BaseUrl = address.ToString().TrimEnd('/') };
            }

            string model = Value("ANTHROPIC_MODEL") ?? DefaultAnthropicModel;
            return new ModelChoice(client.AsIChatClient(model), $"{model} (Anthropic API)", new LocalEmbeddingGenerator());
        }

        return new ModelChoice(chatClient: null, "rules, no model", new LocalEmbeddingGenerator());
    }

    public void Dispose()
    {
        ChatClient?.Dispose();
        Embeddings.Dispose();
    }

    private static Uri? Address(string name, string? value) =>
        value is null ? null
        : Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address
        : throw new UsageException($"{name} is not an http or https address.");
}
