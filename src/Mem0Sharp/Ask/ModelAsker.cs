using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mem0Sharp;

/// <summary>The one place that asks a chat client for JSON of a schema.</summary>
/// <remarks>
/// Thread-safe. One to three calls: with the schema as response format; where the client refuses that, with plain JSON and the
/// schema in the prompt (and so from then on); and once more when the reply cannot be read. Sets nothing but the response format,
/// since some models refuse a temperature. Never turns a failure into an empty answer.
/// </remarks>
internal sealed class ModelAsker
{
    /// <summary>The longest that one call may take when nothing else is said.</summary>
    public static readonly TimeSpan DefaultCallTimeout = TimeSpan.FromSeconds(30);

    // A certain refusal counts as much. An SDK's own exception counts once and is believed the second time in a row, so that one
    // outage in disguise does not cost a capable client its schema for good.
    private const int RefusalsBelieved = (int)SchemaRefusal.Certain;

    private static readonly TimeSpan ShortestCallTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestCallTimeout = TimeSpan.FromHours(1);

    private readonly IChatClient _chatClient;
    private readonly string _stage;
    private readonly ServiceCalls _calls;
    private readonly ILogger _logger;

    private int _refusals; // interlocked

    /// <summary>Initializes the asker of one stage.</summary>
    /// <param name="chatClient">Whom to ask. Not disposed.</param>
    /// <param name="stage">"extract", for instance: for errors and the log.</param>
    /// <param name="callTimeout">The longest that one call may take, 10 milliseconds to 1 hour; null for 30 seconds.</param>
    /// <param name="timeProvider">What measures it; null for the system's clock.</param>
    /// <param name="logger">Where to; null for nowhere. Prompts and replies only at Trace.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is out of range.</exception>
    public ModelAsker(IChatClient chatClient, string stage, TimeSpan? callTimeout, TimeProvider? timeProvider, ILogger? logger)
    {
        ArgumentNullException.ThrowIfNull(chatClient);
        TimeSpan timeout = callTimeout ?? DefaultCallTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, ShortestCallTimeout, nameof(callTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, LongestCallTimeout, nameof(callTimeout));
        _chatClient = chatClient;
        _stage = stage;
        _calls = new ServiceCalls(ServiceCalls.TimeLimit(timeout, timeProvider ?? TimeProvider.System), ChatFailure.Translate);
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Initializes the asker of one stage whose service is called as all of its stages call it.</summary>
    public ModelAsker(IChatClient chatClient, string stage, ServiceCalls calls, ILogger logger)
    {
        _chatClient = chatClient;
        _stage = stage;
        _calls = calls;
        _logger = logger;
    }

    /// <summary>Gets who is asked when the service fails, or null.</summary>
    public ModelAsker? Fallback { get; init; }

    /// <summary>Asks a question.</summary>
    /// <typeparam name="T">What the answer is read as.</typeparam>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Ends the waiting, also for a client that ignores it.</param>
    /// <returns>The answer and what it cost.</returns>
    /// <exception cref="ModelResponseException">Two replies could not be read.</exception>
    /// <exception cref="MemoryNetworkException">The client failed or took too long.</exception>
    /// <exception cref="MemoryAccessDeniedException">The service refused the key.</exception>
    public Task<ModelAnswer<T>> AskAsync<T>(ModelQuestion<T> question, CancellationToken cancellationToken)
        where T : class =>
        AskAsync(question, new ModelCost(), cancellationToken);

    private async Task<ModelAnswer<T>> AskAsync<T>(ModelQuestion<T> question, ModelCost cost, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            (ChatResponse? response, ChatResponseFormat format) =
                await AskFirstAsync(question, cost, cancellationToken).ConfigureAwait(false);
            if (!TryRead(question, response, out T? value, out string? problem))
            {
                ModelLog.ReplyUnreadable(_logger, _stage, problem);

                // The same format again: it is the one that this client is known to accept.
                string again = $"{question.Content}\n\nAn earlier reply to this could not be read. {problem}\n{SchemaInWords(question)}";
                response = await CallAsync(question, again, format, cost, cancellationToken).ConfigureAwait(false);
                if (!TryRead(question, response, out value, out problem))
                {
                    throw new ModelResponseException(_stage, $"Two replies of the model could not be read. The second: {problem}");
                }
            }

            ModelLog.Answered(_logger, _stage, cost.Calls, cost.Usage?.TotalTokenCount);
            return new ModelAnswer<T>(value, cost.Usage, cost.Calls);
        }
        catch (MemoryNetworkException exception) when (exception.IsTransient && Fallback is not null)
        {
            ModelLog.FallbackAsked(_logger, _stage);
            return await Fallback.AskAsync(question, cost, cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryException)
        {
            ModelLog.GaveUp(_logger, _stage, cost.Calls, cost.Usage?.TotalTokenCount);
            throw;
        }
    }

    private static string SchemaInWords<T>(ModelQuestion<T> question)
        where T : class =>
        $"Answer with one JSON object that follows this JSON schema, and with nothing else:\n{question.Schema.GetRawText()}";

    private async Task<(ChatResponse? Response, ChatResponseFormat Format)> AskFirstAsync<T>(
        ModelQuestion<T> question, ModelCost cost, CancellationToken cancellationToken)
        where T : class
    {
        SchemaRefusal refusal = SchemaRefusal.No;
        if (Volatile.Read(ref _refusals) < RefusalsBelieved)
        {
            ChatResponseFormat schema =
                ChatResponseFormat.ForJsonSchema(question.Schema, question.SchemaName, question.SchemaDescription);
            try
            {
                ChatResponse? answered =
                    await CallAsync(question, question.Content, schema, cost, cancellationToken).ConfigureAwait(false);
                Interlocked.Exchange(ref _refusals, 0);
                return (answered, schema);
            }
            catch (MemoryException exception) when (ChatFailure.SchemaRefusalOf(exception) != SchemaRefusal.No)
            {
                refusal = ChatFailure.SchemaRefusalOf(exception);
                ModelLog.SchemaRefused(_logger, _stage, (exception.InnerException ?? exception).GetType().Name);
            }
        }

        string content = $"{question.Content}\n\n{SchemaInWords(question)}";
        ChatResponse? response = await CallAsync(
            question, content, ChatResponseFormat.Json, cost, cancellationToken).ConfigureAwait(false);

        // Only now is it known that it was the schema: without it, the client answers.
        Interlocked.Add(ref _refusals, (int)refusal);
        return (response, ChatResponseFormat.Json);
    }

    private async Task<ChatResponse?> CallAsync<T>(
        ModelQuestion<T> question, string content, ChatResponseFormat format, ModelCost cost, CancellationToken cancellationToken)
        where T : class
    {
        // One user message: some chat templates refuse two in a row.
        List<ChatMessage> messages =
            [new(ChatRole.System, question.Instructions), new(ChatRole.User, [new TextContent(content), .. question.Attachments])];
        ChatOptions options = new() { ResponseFormat = format };
        if (_logger.IsEnabled(LogLevel.Trace))
        {
            ModelLog.Prompt(_logger, _stage, $"{question.Instructions}\n\n{content}");
        }

        cost.CountCall();
        ChatResponse? response = await _calls.CallAsync<ChatResponse?>(
            async token => await _chatClient.GetResponseAsync(messages, options, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        cost.Add(response?.Usage);
        if (_logger.IsEnabled(LogLevel.Trace))
        {
            ModelLog.Reply(_logger, _stage, response?.Text ?? string.Empty);
        }

        return response;
    }

    private static bool TryRead<T>(
        ModelQuestion<T> question,
        ChatResponse? response,
        [NotNullWhen(true)] out T? value,
        [NotNullWhen(false)] out string? problem)
        where T : class
    {
        if (ModelReply.TryParse(response?.Text, out ModelReply? reply, out problem) && question.Read(reply, out value, out problem))
        {
            return true;
        }

        value = null;
        problem ??= "It says nothing.";
        if (response?.FinishReason == ChatFinishReason.Length)
        {
            problem += " It was cut off at the limit of output tokens.";
        }
        else if (response?.FinishReason == ChatFinishReason.ContentFilter)
        {
            problem += " It was withheld by a content filter.";
        }

        return false;
    }
}
