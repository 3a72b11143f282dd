using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>The facts that a model extracted from each session, as they were recorded with the data.</summary>
/// <remarks>
/// It decides ADD about every fact, so that what is measured is retrieval. Both speakers are people, so both have the role "user" and are told
/// apart by name.
/// </remarks>
internal sealed class LocomoFacts : IRetrievalUnit
{
    private readonly RecordedReplies _replies = new();
    private readonly Dictionary<RetrievalScope, LocomoConversation> _conversations;

    public LocomoFacts(string name, IReadOnlyList<LocomoConversation> conversations)
    {
        Name = name;
        _conversations = conversations.ToDictionary(conversation => new RetrievalScope(
            conversation.Id,
            [.. conversation.Sessions.SelectMany(session => session.Facts).Select(fact => new RetrievalDocument(Id: null, fact.Text, fact.Turns))],
            conversation.Questions));
        Scopes = [.. _conversations.Keys];
    }

    public string Name { get; }

    public IReadOnlyList<RetrievalScope> Scopes { get; }

    public Func<ChatOptions?, string> Model => _replies.Reply;

    public async Task<IReadOnlyList<FactResult>> AddAsync(Memory memory, RetrievalScope scope, CancellationToken cancellationToken)
    {
        List<FactResult> results = [];
        foreach (LocomoSession session in _conversations[scope].Sessions)
        {
            _replies.Session = session;
            IEnumerable<ChatMessage> messages = session.Turns.Select(
                turn => new ChatMessage(ChatRole.User, turn.Text) { MessageId = turn.Id, AuthorName = turn.Speaker });
            MemoryAddResult added = await memory.AddAsync(
                messages, scope.Scope, new MemoryAddOptions { OccurredAt = session.OccurredAt }, cancellationToken);
            _replies.Session = null;
            results.AddRange(added.Facts);
        }

        return results;
    }

    public IReadOnlyList<string> EvidenceOf(RetrievalScope scope, MemoryItem item) => item.Source?.MessageIds ?? [];
}
