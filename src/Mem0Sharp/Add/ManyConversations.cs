using System.Globalization;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Adds many conversations: those of one user in their order, those of several at a time, each part once. Used once.</summary>
/// <param name="all">The conversations, validated.</param>
/// <param name="options">The settings.</param>
/// <param name="add">Adds one part, with the key that the part makes of what may be known of it.</param>
internal sealed class ManyConversations(
    MemoryConversation[] all,
    MemoryAddManyOptions options,
    Func<ChatMessage[], MemoryScope, MemoryAddOptions, Func<Conversation, string>, CancellationToken, Task<MemoryAddResult>> add)
{
    /// <summary>How many earlier messages explain a part.</summary>
    private const int ContextMessages = 10;

    private readonly MemoryAddManyItem[] _items = new MemoryAddManyItem[all.Length];
    private readonly Lock _gate = new();
    private int _done; // guarded by _gate
    private int _failed; // guarded by _gate

    /// <exception cref="MemoryValidationException">A conversation or a setting is not acceptable.</exception>
    public static MemoryConversation[] Validated(IEnumerable<MemoryConversation> conversations, MemoryAddManyOptions options)
    {
        if (options.Concurrency is < 1 or > 64)
        {
            throw new MemoryValidationException(nameof(options), $"A concurrency of {options.Concurrency} was given.", "Give 1 to 64.");
        }

        if (options.MessagesPerAdd is < 1 or > MemoryLimits.Messages)
        {
            throw new MemoryValidationException(
                nameof(options), $"{options.MessagesPerAdd} messages were to be added in one go.", $"Give 1 to {MemoryLimits.Messages}.");
        }

        MemoryConversation[] all = [.. conversations];
        foreach (MemoryConversation conversation in all)
        {
            ArgumentNullException.ThrowIfNull(conversation, nameof(conversations));
            ArgumentNullException.ThrowIfNull(conversation.Scope, nameof(conversations));
            ArgumentNullException.ThrowIfNull(conversation.Messages, nameof(conversations));
            Validate.Label(conversation.Id, MemoryLimits.IdLength, nameof(conversations));
            if (conversation.Options is { IdempotencyKey: not null } or { Context: not { Count: 0 } })
            {
                throw new MemoryValidationException(
                    nameof(conversations),
                    "A conversation has an idempotency key or context of its own.",
                    "Leave both out: adding many sets them, for each part. Name the conversation by its Id.");
            }

            foreach (ChatMessage message in conversation.Messages)
            {
                Conversation.IsRemembered(message, nameof(conversations));
            }
        }

        return all;
    }

    public async Task<MemoryAddManyResult> AddAsync(CancellationToken cancellationToken)
    {
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, all.Length).GroupBy(i => all[i].Scope.Knowledge),
            parallel,
            async (ofOneUser, token) => await AddInOrderAsync(ofOneUser, token).ConfigureAwait(false)).ConfigureAwait(false);
        return new MemoryAddManyResult(_items);
    }

    private async Task AddInOrderAsync(IEnumerable<int> ofOneUser, CancellationToken cancellationToken)
    {
        MemoryException? passing = null;
        foreach (int i in ofOneUser)
        {
            // What was said later must not be known earlier: the next call goes on where this one was stopped.
            _items[i] = passing is null
                ? await AddAsync(all[i], cancellationToken).ConfigureAwait(false)
                : new MemoryAddManyItem(all[i], [], passing);
            passing ??= _items[i].Error is MemoryNetworkException { IsTransient: true } or MemoryStoreException { IsTransient: true }
                ? _items[i].Error
                : null;
            Report(_items[i].IsDone);
        }
    }

    private async Task<MemoryAddManyItem> AddAsync(MemoryConversation conversation, CancellationToken cancellationToken)
    {
        List<MemoryAddResult> added = [];
        ChatMessage[] said = [.. conversation.Messages.Where(message => Conversation.IsRemembered(message, nameof(conversation)) || MessageImages.Has(message))];
        try
        {
            for (int start = 0; start < said.Length; start += options.MessagesPerAdd)
            {
                ChatMessage[] part = [.. said.Skip(start).Take(options.MessagesPerAdd)];
                MemoryAddOptions adding = (conversation.Options ?? new MemoryAddOptions())
                    .WithContext([.. said.Take(start).TakeLast(ContextMessages)]);
                int place = start;
                added.Add(await add(
                    part, conversation.Scope, adding, known => KeyOf(conversation, place, known.Messages), cancellationToken).ConfigureAwait(false));
            }

            return new MemoryAddManyItem(conversation, added, Error: null);
        }
        catch (MemoryException exception)
        {
            return new MemoryAddManyItem(conversation, added, exception);
        }
    }

    /// <summary>Names a part by what it says and where it stands: made again, it is the same call, and another part is another.</summary>
    /// <remarks>
    /// Of the words that the redaction leaves: the file keeps a hash of the key, and whoever has the file knows the rest of the conversation
    /// and could try each number that a card or a phone may have until the hash is the same.
    /// </remarks>
    private static string KeyOf(MemoryConversation conversation, int start, IEnumerable<ChatMessage> part) => Sha256.Of(
    [
        "part", conversation.Id, start.ToString(CultureInfo.InvariantCulture),
        .. part.SelectMany(message => (string?[])[message.Role.Value, message.AuthorName, message.MessageId, message.Text, .. MessageImages.Fingerprints(message)]),
    ]);

    private void Report(bool isDone)
    {
        if (options.Progress is null)
        {
            return;
        }

        // In turn: whoever shows it must not see it go back.
        lock (_gate)
        {
            (_done, _failed) = isDone ? (_done + 1, _failed) : (_done, _failed + 1);
            options.Progress.Report(new MemoryAddProgress(_done, _failed, all.Length));
        }
    }
}
