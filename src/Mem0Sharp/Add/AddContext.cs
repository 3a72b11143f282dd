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

    /// <summary>
    /// Gets where a fact may be known already: all that the user has or, without a user, the agent or the run. A fact told to
    /// another agent, or in another run, is still the same fact.
    /// </summary>
    public MemoryScope KnowledgeScope { get; } = Scope switch
    {
        { UserId: { } user } => MemoryScope.ForUser(user, appId: Scope.AppId),
        { AgentId: { } agent } => MemoryScope.ForAgent(agent, appId: Scope.AppId),
        { RunId: { } run } => MemoryScope.ForRun(run, Scope.AppId),
        _ => Scope,
    };

    public MemoryWrite.Add Added(ExtractedFact fact, string text, TimeProvider time)
    {
        (string? actor, string? role) = Conversation.SpeakerOf(fact.Messages);
        return new MemoryWrite.Add(new MemoryItem
        {
            Id = MemoryId.Create(time),
            Text = text,
            Scope = Scope,
            Metadata = _metadata,
            Tags = _tags,
            Type = Options.Type,
            IsImmutable = Options.IsImmutable,
            ValidFrom = Options.ValidFrom?.ToUniversalTime(),
            ValidTo = Options.ValidTo?.ToUniversalTime(),
            ExpiresAt = Options.ExpiresAt?.ToUniversalTime(),
            ActorId = actor,
            Role = role,
            Source = Conversation.SourceOf(fact.Messages),
        });
    }

    public MemoryWrite.Patch Updated(ExtractedFact fact, MemoryItem shown, string text) =>
        new(shown.Id, new MemoryPatch { Text = text, Metadata = Options.Metadata is null ? null : MetadataPatch.Merge(Options.Metadata) })
        {
            ExpectedVersion = shown.Version,
            From = Scope,
            Source = Conversation.SourceOf(fact.Messages),
        };

    /// <summary>Returns the scope's kinds.</summary>
    public override string ToString() => $"AddContext {Scope}";
}
