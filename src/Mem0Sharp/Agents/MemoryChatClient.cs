using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>A chat client that knows what was said before: it recalls before it asks, and remembers after it was answered.</summary>
/// <remarks>
/// <para>
/// Thread-safe as the client within is. Recalled memories stand before the user's new words, fenced as data; the caller's own messages
/// are not changed, and what was recalled is not remembered again. A turn is remembered when it has been answered in full: not when
/// the chat fails, and not when a stream is left before its end.
/// </para>
/// <para>
/// Where functions are invoked, it belongs outside of what invokes them, so that it sees the turn and not each step of it.
/// Remembering is awaited: a response comes, or a stream ends, when it is done.
/// </para>
/// </remarks>
public sealed class MemoryChatClient : DelegatingChatClient
{
    private readonly Func<ChatOptions?, ScopedMemory?> _memory;
    private readonly MemoryChatOptions _options;
    private readonly MemorySearchOptions _search;

    /// <summary>Initializes a client that always has the same memory.</summary>
    /// <param name="innerClient">Whom to ask. Disposed with this client.</param>
    /// <param name="memory">What is recalled from and remembered in: <see cref="Memory.For"/>. Not disposed.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="MemoryValidationException">A setting is out of range.</exception>
    public MemoryChatClient(IChatClient innerClient, ScopedMemory memory, MemoryChatOptions? options = null)
        : this(innerClient, _ => memory, options) => ArgumentNullException.ThrowIfNull(memory);

    /// <summary>Initializes a client that serves many: each request says whose memory it has.</summary>
    /// <param name="innerClient">Whom to ask. Disposed with this client.</param>
    /// <param name="memory">
    /// Given a request's options, returns its memory, or null for a request without one. Called once for each request. What it throws
    /// fails the chat: nobody should get another's memory, or none by mistake.
    /// </param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="MemoryValidationException">A setting is out of range.</exception>
    public MemoryChatClient(IChatClient innerClient, Func<ChatOptions?, ScopedMemory?> memory, MemoryChatOptions? options = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(memory);
        _memory = memory;
        _options = options ?? new MemoryChatOptions();
        if (_options.Top != 0)
        {
            Validate.Top(_options.Top, nameof(options));
        }

        Validate.Score(_options.Threshold, nameof(options));
        Validate.Trust(_options.MinTrust, nameof(options));
        Validate.Count(_options.ContextMessages, MemoryLimits.Messages, nameof(options));
        _search = new MemorySearchOptions { Top = Math.Max(1, _options.Top), Threshold = _options.Threshold, MinTrust = _options.MinTrust };
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatTurn turn = new(messages);
        ScopedMemory? memory = _memory(options);
        ChatResponse response = await base.GetResponseAsync(
            await RecallAsync(memory, turn, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);
        await RememberAsync(memory, turn, response.Messages, cancellationToken).ConfigureAwait(false);
        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatTurn turn = new(messages);
        ScopedMemory? memory = _memory(options);
        IReadOnlyList<ChatMessage> request = await RecallAsync(memory, turn, cancellationToken).ConfigureAwait(false);
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(request, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            yield return update;
        }

        await RememberAsync(memory, turn, updates.ToChatResponse().Messages, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ChatMessage>> RecallAsync(ScopedMemory? memory, ChatTurn turn, CancellationToken cancellationToken)
    {
        if (memory is null || _options.Top == 0 || turn.Query is not { } query)
        {
            return turn.Messages;
        }

        try
        {
            MemorySearchResults found = await memory.SearchAsync(query, _search, cancellationToken).ConfigureAwait(false);
            if (found.Count == 0)
            {
                return turn.Messages;
            }

            MemoryItem[] items = [.. found.Select(result => result.Item)];
            return turn.With((_options.Format ?? MemoryPrompt.Format)(items));
        }
        catch (Exception exception) when (IsSurvived(exception, cancellationToken))
        {
            MemoryLog.ChatWithoutMemories(memory.Logger, exception.GetType().Name);
            return turn.Messages;
        }
    }

    private async Task RememberAsync(
        ScopedMemory? memory, ChatTurn turn, IEnumerable<ChatMessage> answer, CancellationToken cancellationToken)
    {
        if (memory is null || !_options.Remembers)
        {
            return;
        }

        try
        {
            ChatMessage[] said = [.. turn.New.Concat(answer).Where(IsRemembered)];
            if (said.Length > 0)
            {
                ChatMessage[] context = [.. turn.Earlier.Where(IsRemembered).TakeLast(_options.ContextMessages)];
                await memory.AddAsync(said, (_options.Adding ?? new MemoryAddOptions()).WithContext(context), cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsSurvived(exception, cancellationToken))
        {
            MemoryLog.ChatNotRemembered(memory.Logger, exception.GetType().Name);
        }
    }

    private bool IsRemembered(ChatMessage message) =>
        (!string.IsNullOrWhiteSpace(message.Text) || MessageImages.Has(message))
        && (_options.RemembersMessage?.Invoke(message) ?? (message.Role == ChatRole.User || message.Role == ChatRole.Assistant));

    private bool IsSurvived(Exception exception, CancellationToken cancellationToken) =>
        !_options.MemoryErrorsFailTheChat && !cancellationToken.IsCancellationRequested && exception is not OutOfMemoryException;
}
