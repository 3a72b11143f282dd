using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>The messages of one add that can hold a fact: those with text, system messages apart. Validated.</summary>
internal sealed class Conversation
{
    private Conversation(IReadOnlyList<ChatMessage> messages, IReadOnlyList<string> ids, bool isDirect = false)
    {
        Messages = messages;
        Ids = ids;
        IsDirect = isDirect;
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>Gets what each message is named in a memory's source: its id or, without one, its place.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Gets a value indicating whether it is a text that was given directly.</summary>
    public bool IsDirect { get; }

    /// <summary>Gets the images that are passed over.</summary>
    public IReadOnlyList<SkippedImage> SkippedImages { get; private init; } = [];

    /// <summary>Gets a value indicating whether there are images to be described.</summary>
    public bool HasImages { get; private init; }

    /// <summary>Gets the tier of the least trusted message: what a tool returned, anybody may have written.</summary>
    public MemoryTrust Trust => TrustOf(Messages);

    /// <exception cref="MemoryValidationException">The text is blank, too long, or not well-formed.</exception>
    public static Conversation Of(string text) =>
        new([new ChatMessage(ChatRole.User, Validate.Text(text, nameof(text)))], ["#0"], isDirect: true);

    /// <exception cref="MemoryValidationException">There are too many messages, none has text, or one has too much.</exception>
    public static Conversation Of(IEnumerable<ChatMessage> messages, MemoryImageMode images = MemoryImageMode.Skip)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<ChatMessage> kept = [];
        List<string> ids = [];
        List<SkippedImage> skipped = [];
        bool hasImages = false;
        int index = 0;
        foreach (ChatMessage message in messages)
        {
            if (index == MemoryLimits.Messages)
            {
                throw new MemoryValidationException(
                    nameof(messages), $"There are more than {MemoryLimits.Messages} messages.", "Add the conversation in parts.");
            }

            ArgumentNullException.ThrowIfNull(message, nameof(messages));
            int count = message.Role == ChatRole.System ? 0 : MessageImages.Of(message).Count();
            if (count > 0 && images == MemoryImageMode.Refuse)
            {
                throw new MemoryValidationException(
                    nameof(messages), $"Message {index} has an image.", "Leave images out, or let them be described or skipped: MemoryAddOptions.Images.");
            }

            if (images == MemoryImageMode.Skip)
            {
                skipped.AddRange(Enumerable.Repeat(new SkippedImage(index, "Images are not looked at: see MemoryImageMode."), count));
            }

            bool isShown = count > 0 && images == MemoryImageMode.Describe;
            hasImages |= isShown;
            if (IsRemembered(message, nameof(messages)) || isShown)
            {
                Validate.Label(message.MessageId, MemoryLimits.IdLength, nameof(messages));
                kept.Add(message);
                ids.Add(message.MessageId ?? $"#{index}");
            }

            index++;
        }

        return kept.Count > 0 || skipped.Count > 0
            ? new Conversation(kept, ids) { SkippedImages = skipped, HasImages = hasImages }
            : throw new MemoryValidationException(
                nameof(messages), "No message has text that could be remembered.", "Give a message of a user or an assistant with text.");
    }

    /// <summary>Makes the conversation that was validated before.</summary>
    public static Conversation Kept(
        IReadOnlyList<ChatMessage> messages, IReadOnlyList<string> ids, bool isDirect, IReadOnlyList<SkippedImage> skippedImages, bool hasImages) =>
        new(messages, ids, isDirect) { SkippedImages = skippedImages, HasImages = hasImages };

    /// <summary>Makes the conversation of some of its messages.</summary>
    public Conversation Where(Func<ChatMessage, bool> isKept)
    {
        int[] kept = [.. Enumerable.Range(0, Messages.Count).Where(i => isKept(Messages[i]))];
        return new Conversation([.. kept.Select(i => Messages[i])], [.. kept.Select(i => Ids[i])], IsDirect)
        {
            SkippedImages = SkippedImages,
            HasImages = kept.Any(i => MessageImages.Has(Messages[i])) && HasImages,
        };
    }

    /// <summary>Gets the tier of the least trusted of some messages.</summary>
    public static MemoryTrust TrustOf(IEnumerable<ChatMessage> messages) =>
        messages.Any(message => message.Role == ChatRole.Tool) ? MemoryTrust.Untrusted : MemoryTrust.Standard;

    /// <summary>Gets the messages of an earlier part that can explain a later one: those with text, system messages apart.</summary>
    /// <exception cref="MemoryValidationException">There are too many messages, or one has too much text.</exception>
    public static IReadOnlyList<ChatMessage> Earlier(IReadOnlyList<ChatMessage> messages, string parameter)
    {
        ArgumentNullException.ThrowIfNull(messages, parameter);
        if (messages.Count > MemoryLimits.Messages)
        {
            throw new MemoryValidationException(
                parameter, $"There are more than {MemoryLimits.Messages} earlier messages.", "Give the latest; the last ten are mostly enough.");
        }

        return [.. messages.Where(message => IsRemembered(message, parameter))];
    }

    /// <summary>Makes the conversation that may be known; one of which nothing is left has no messages, and so no facts.</summary>
    public async ValueTask<Conversation> RedactedAsync(TextRedactor redactor, CancellationToken cancellationToken)
    {
        List<ChatMessage> kept = [];
        List<string> ids = [];
        for (int i = 0; i < Messages.Count; i++)
        {
            foreach (ChatMessage message in await redactor.RedactAsync([Messages[i]], "messages", cancellationToken).ConfigureAwait(false))
            {
                kept.Add(message);
                ids.Add(Ids[i]);
            }
        }

        return new Conversation(kept, ids, IsDirect) { SkippedImages = SkippedImages, HasImages = HasImages };
    }

    /// <summary>Makes the conversation in which images are words: what a model says that they show, as far as it may be known.</summary>
    /// <param name="describe">Says what the images of a message show.</param>
    public async Task<Conversation> DescribedAsync(Func<ChatMessage, Task<string>> describe)
    {
        ChatMessage[] messages = [.. Messages];
        for (int i = 0; i < messages.Length; i++)
        {
            if (MessageImages.Has(messages[i]))
            {
                messages[i] = MessageImages.Described(messages[i], await describe(messages[i]).ConfigureAwait(false));
                Validate.Text(messages[i].Text, "messages");
            }
        }

        return new Conversation(messages, Ids, IsDirect) { SkippedImages = SkippedImages };
    }

    /// <summary>Gets the messages a fact came from; null when the text was given directly.</summary>
    public MemorySource? SourceOf(IReadOnlyList<int> messages) =>
        IsDirect || messages.Count == 0 ? null : new MemorySource([.. messages.Select(message => Ids[message])]);

    /// <summary>Gets who said a fact, when all its messages are one speaker's.</summary>
    public (string? ActorId, string? Role) SpeakerOf(IReadOnlyList<int> messages)
    {
        (string? ActorId, string Role)[] speakers =
            [.. messages.Select(index => (Messages[index].AuthorName, Messages[index].Role.Value)).Distinct()];
        return speakers.Length == 1 ? speakers[0] : (null, null);
    }

    /// <summary>Tells whether a message can hold or explain a fact, and checks one that can.</summary>
    public static bool IsRemembered(ChatMessage message, string parameter)
    {
        ArgumentNullException.ThrowIfNull(message, parameter);
        if (message.Role == ChatRole.System || string.IsNullOrWhiteSpace(message.Text))
        {
            return false;
        }

        Validate.Text(message.Text, parameter);
        Validate.Label(message.AuthorName, MemoryLimits.IdLength, parameter);
        return true;
    }
}
