using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>What is the same for every fact of one add.</summary>
/// <param name="Conversation">The messages.</param>
/// <param name="Scope">Whose they are.</param>
/// <param name="Options">The caller's settings.</param>
/// <param name="ReferenceTime">When the conversation took place.</param>
internal sealed record AddContext(Conversation Conversation, MemoryScope Scope, MemoryAddOptions Options, DateTimeOffset ReferenceTime)
{
    private readonly MemoryMetadata _metadata = Options.Metadata is null ? MemoryMetadata.Empty : MemoryMetadata.From(Options.Metadata);
    private readonly IReadOnlyList<string> _tags = Validate.Tags(Options.Tags, nameof(Options.Tags));

    /// <summary>Gets where known memories may be looked for and changed; null for all that the scope's user (or agent, or run) has.</summary>
    public MemoryScope? Within { get; init; }

    /// <summary>Gets where a fact may be known already.</summary>
    public MemoryScope Known => Within ?? Scope.Knowledge;

    /// <summary>Gets what measures the stages.</summary>
    public required AddClock Clock { get; init; }

    /// <summary>Gets what is done with the conversation.</summary>
    public required MemoryAddMode Mode { get; init; }

    /// <summary>Gets a value indicating whether a model may be asked once for facts and decisions.</summary>
    public bool IsSingleCall { get; init; }

    /// <summary>Gets the tokens that it cost to describe images, or null.</summary>
    public UsageDetails? SeeingUsage { get; init; }

    /// <summary>Gets how often a model was asked to describe images.</summary>
    public int SeeingCalls { get; init; }

    /// <summary>Gets what was said before.</summary>
    public IReadOnlyList<ChatMessage> Earlier { get; } = Conversation.Earlier(Options.Context, nameof(Options.Context));

    /// <summary>Gets what the application tells a model about extracting, when this call says so.</summary>
    public string? ExtractionInstructions { get; } = Validate.Label(
        Options.ExtractionInstructions, MemoryLimits.InstructionsLength, nameof(Options.ExtractionInstructions));

    /// <summary>Gets what the application tells a model about deciding, when this call says so.</summary>
    public string? ArbitrationInstructions { get; } = Validate.Label(
        Options.ArbitrationInstructions, MemoryLimits.InstructionsLength, nameof(Options.ArbitrationInstructions));

    /// <summary>Gets about whom facts are kept.</summary>
    public FactSubject Subject { get; } = Validate.Subject(Options.Subject, nameof(Options.Subject))
        ?? (Scope is { UserId: null, AgentId: not null } && Conversation.Messages.Any(message => message.Role == ChatRole.Assistant)
            ? FactSubject.Agent
            : FactSubject.User);

    /// <summary>Gets the call, when it is to happen once.</summary>
    public IdempotentCall? Call { get; init; }

    /// <summary>Gets the id of the queued call that it is, or null.</summary>
    public string? Dequeues { get; init; }

    /// <summary>
    /// Gets the tier of what is learned: the caller's word or, without one, the lowest of the messages. A model reads them together, and
    /// what it says of where a fact comes from may be what one of them told it to say.
    /// </summary>
    public MemoryTrust Trust { get; } = Validate.Trust(Options.Trust, nameof(Options.Trust))
        ?? (MemoryTrust)Math.Min((int)Conversation.Trust, (int)Conversation.TrustOf(Options.Context));

    /// <summary>Says who makes a change because of a fact: whom the caller names or, without that, who said it.</summary>
    public ChangeNote Note(ExtractedFact fact, string? reason)
    {
        (string? actor, string? role) = Options.ChangedBy is null ? Conversation.SpeakerOf(fact.Messages) : (null, null);
        return new ChangeNote(Options.ChangedBy ?? actor, Options.ChangedByRole ?? role, reason ?? Options.Reason, Trust);
    }

    /// <summary>Gets what must not have been rejected for a text to be learned. Only a conversation that says when it was can be news.</summary>
    public RejectionGuard Guard(string text) => new(RejectedValue.Of(Scope, text), Options.OccurredAt);

    /// <summary>Gets what must not have been stored since a look-up for a text to be added: the same words, trusted as much or more.</summary>
    public KnownTextGuard Unless(string text, long sequence) => new(Known, text, sequence) { MinTrust = Trust };

    public MemoryWrite.Add Added(ExtractedFact fact, string text, TimeProvider time)
    {
        (string? actor, string? role) = Conversation.SpeakerOf(fact.Messages);

        // The caller's or the fact's, never one end of each.
        bool hasInterval = Options.ValidFrom is not null || Options.ValidTo is not null;
        return new MemoryWrite.Add(new MemoryItem
        {
            Id = MemoryId.Create(time),
            Text = text,
            Scope = Scope,
            Metadata = _metadata,
            Tags = _tags,
            Type = Options.Type ?? fact.Type ?? MemoryType.Semantic,
            IsImmutable = Options.IsImmutable,
            ValidFrom = hasInterval ? Options.ValidFrom?.ToUniversalTime() : fact.ValidFrom?.ToUniversalTime(),
            ValidTo = hasInterval ? Options.ValidTo?.ToUniversalTime() : fact.ValidTo?.ToUniversalTime(),
            ExpiresAt = Options.ExpiresAt?.ToUniversalTime(),
            ActorId = actor,
            Role = role,
            Trust = Trust,
            Source = SourceOf(fact),
        });
    }

    /// <summary>Gets where a fact comes from. When it was said is told where that is another time than when it is recorded.</summary>
    private MemorySource? SourceOf(ExtractedFact fact)
    {
        MemorySource? source = Conversation.SourceOf(fact.Messages);
        return Options.OccurredAt is null && Dequeues is null ? source : (source ?? new MemorySource([])) with { OccurredAt = ReferenceTime };
    }

    public MemoryWrite.Patch Updated(ExtractedFact fact, MemoryItem shown, string text)
    {
        // Of a text that says more than the fact, the fact's interval is not the whole's.
        bool isOwnText = ComparableText.AreSame(text, fact.Text);
        bool hasInterval = isOwnText && (fact.ValidFrom is not null || fact.ValidTo is not null);
        MemoryPatch change = new()
        {
            Text = text,
            Metadata = Options.Metadata is null ? null : MetadataPatch.Merge(Options.Metadata),
            ValidFrom = hasInterval ? InstantPatch.To(fact.ValidFrom?.ToUniversalTime()) : default,
            ValidTo = hasInterval ? InstantPatch.To(fact.ValidTo?.ToUniversalTime()) : default,
        };
        return new MemoryWrite.Patch(shown.Id, change)
        {
            ExpectedVersion = shown.Version,
            From = Scope,
            Speaker = Conversation.SpeakerOf(fact.Messages),
            IsOwnText = isOwnText,
            Source = SourceOf(fact),
        };
    }

    /// <summary>Returns the scope's kinds.</summary>
    public override string ToString() => $"AddContext {Scope}";
}
