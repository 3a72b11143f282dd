using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Testing;

/// <summary>A chat client that says what a test told it to say, and remembers what it was asked.</summary>
/// <remarks>
/// Each call takes the next step of the script; once it is used up, the function given to <see cref="From"/> answers, and without
/// one the call fails with an <see cref="InvalidOperationException"/> that shows what was asked. Thread-safe: of calls made at
/// the same time each takes a step of its own. It is a test tool: its messages show the texts it was asked.
/// </remarks>
/// <param name="timeProvider">The clock that <see cref="Delay"/> waits on. Default null: the system's.</param>
public sealed class ScriptedChatClient(TimeProvider? timeProvider = null) : IChatClient
{
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Queue<ScriptedChatStep> _script = new();
    private readonly List<ScriptedChatRequest> _requests = [];
    private Func<ScriptedChatRequest, string>? _function;
    private TimeSpan _delay;
    private UsageDetails? _usage;
    private int _scripted;

    /// <summary>Gets or sets the model's name, in replies and in <see cref="ChatClientMetadata"/>. Default "scripted".</summary>
    public string ModelId { get; set; } = "scripted";

    /// <summary>Gets or sets how many characters of text a streamed piece has at most, 1 or more. Default 8.</summary>
    public int PieceLength
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }
    = 8;

    /// <summary>Gets what it was asked until now, oldest first: a snapshot. Calls that then failed are in it too.</summary>
    public IReadOnlyList<ScriptedChatRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Gets the number of steps that no call has taken yet.</summary>
    public int Remaining
    {
        get
        {
            lock (_gate)
            {
                return _script.Count;
            }
        }
    }

    /// <summary>Makes a client whose replies a function works out. Steps scripted beside it come first.</summary>
    /// <param name="reply">Returns the reply's text. An exception it throws is the call's. May be called at the same time.</param>
    /// <param name="timeProvider">The clock that <see cref="Delay"/> waits on. Default null: the system's.</param>
    /// <returns>The client.</returns>
    public static ScriptedChatClient From(Func<ScriptedChatRequest, string> reply, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return new ScriptedChatClient(timeProvider) { _function = reply };
    }

    /// <summary>Scripts a reply of text.</summary>
    /// <param name="text">The assistant's text. May be empty.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient Reply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Add(() => TextResponse(text, ChatFinishReason.Stop));
    }

    /// <summary>Scripts a reply as it is.</summary>
    /// <param name="response">The reply; handed out itself, not a copy.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient Reply(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Add(() => response);
    }

    /// <summary>Scripts a reply that the model was not allowed to finish: it has <see cref="ChatFinishReason.Length"/>.</summary>
    /// <param name="text">The reply it would have given.</param>
    /// <param name="characters">How many UTF-16 code units of it came through, 0 to the length of the text.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient Truncate(string text, int characters)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(characters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(characters, text.Length);
        return Add(() => TextResponse(text[..characters], ChatFinishReason.Length));
    }

    /// <summary>Scripts a call that fails.</summary>
    /// <param name="exception">What it throws.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient Fail(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        lock (_gate)
        {
            _script.Enqueue(new ScriptedChatStep(_delay, null, exception));
            _scripted++;
        }

        return this;
    }

    /// <summary>Makes every step scripted from here on, and every reply of the function, take its time.</summary>
    /// <param name="delay">0 or more. <see cref="TimeSpan.Zero"/> ends it. A cancelled token ends the wait.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient Delay(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        lock (_gate)
        {
            _delay = delay;
        }

        return this;
    }

    /// <summary>Makes every text scripted from here on, and every reply of the function, report token counts.</summary>
    /// <param name="inputTokens">0 or more.</param>
    /// <param name="outputTokens">0 or more.</param>
    /// <returns>This client.</returns>
    public ScriptedChatClient ReportUsage(long inputTokens, long outputTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(outputTokens);
        lock (_gate)
        {
            _usage = new UsageDetails
            {
                InputTokenCount = inputTokens,
                OutputTokenCount = outputTokens,
                TotalTokenCount = inputTokens + outputTokens,
            };
        }

        return this;
    }

    /// <summary>Takes the next step of the script.</summary>
    /// <param name="messages">What the model is asked.</param>
    /// <param name="options">How, or null.</param>
    /// <param name="cancellationToken">Cancelled before the call: nothing is recorded and no step is taken.</param>
    /// <returns>The scripted reply.</returns>
    /// <exception cref="InvalidOperationException">The script is used up and there is no function.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return NextAsync(messages, options, isStreaming: false, cancellationToken);
    }

    /// <summary>Takes the next step of the script when it is enumerated, and yields the reply in pieces.</summary>
    /// <param name="messages">What the model is asked.</param>
    /// <param name="options">How, or null.</param>
    /// <param name="cancellationToken">Looked at before each piece.</param>
    /// <returns>The scripted reply; finish reason and usage come last.</returns>
    /// <exception cref="InvalidOperationException">The script is used up and there is no function.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync(messages, options, cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", defaultModelId: ModelId)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Does nothing: there is nothing to let go of, and what was recorded stays readable.</summary>
    public void Dispose()
    {
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ChatResponse response = await NextAsync(messages, options, isStreaming: true, cancellationToken).ConfigureAwait(false);
        foreach (ChatResponseUpdate piece in ScriptedChatPieces.Of(response, PieceLength))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return piece;
        }
    }

    private async Task<ChatResponse> NextAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStreaming, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ScriptedChatRequest request;
        ScriptedChatStep? step;
        TimeSpan delay;
        lock (_gate)
        {
            request = new ScriptedChatRequest(_requests.Count + 1, messages, options, isStreaming);
            _requests.Add(request);
            if (!_script.TryDequeue(out step) && _function is null)
            {
                throw new InvalidOperationException(
                    $"The script has {_scripted} {(_scripted == 1 ? "step" : "steps")} and all are used up. Unexpected {request}");
            }

            delay = step?.Delay ?? _delay;
        }

        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        }

        return step switch
        {
            null => TextResponse(_function!(request), ChatFinishReason.Stop),
            { Failure: { } failure } => throw failure,
            _ => step.Response!,
        };
    }

    private ScriptedChatClient Add(Func<ChatResponse> response)
    {
        lock (_gate)
        {
            _script.Enqueue(new ScriptedChatStep(_delay, response(), null));
            _scripted++;
        }

        return this;
    }

    private ChatResponse TextResponse(string text, ChatFinishReason reason) =>
        new(new ChatMessage(ChatRole.Assistant, text)) { ModelId = ModelId, FinishReason = reason, Usage = _usage };
}
