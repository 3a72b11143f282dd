using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>Texts that are stored as they are, each a memory.</summary>
internal sealed class VerbatimUnit : IRetrievalUnit
{
    // As many as an embedder is given at once.
    private const int BatchSize = 100;

    private readonly Dictionary<RetrievalScope, ILookup<string, string>> _evidence;

    /// <param name="name">What its figures are called.</param>
    /// <param name="scopes">The texts; each has an id.</param>
    public VerbatimUnit(string name, IReadOnlyList<RetrievalScope> scopes)
    {
        Name = name;
        Scopes = scopes;
        _evidence = scopes.ToDictionary(
            scope => scope,
            scope => scope.Documents
                .SelectMany(document => document.Evidence, (document, evidence) => (document.Id, evidence))
                .ToLookup(carried => carried.Id!, carried => carried.evidence, StringComparer.Ordinal));
    }

    public string Name { get; }

    public IReadOnlyList<RetrievalScope> Scopes { get; }

    public Func<ChatOptions?, string>? Model => null;

    public async Task<IReadOnlyList<FactResult>> AddAsync(Memory memory, RetrievalScope scope, CancellationToken cancellationToken)
    {
        List<FactResult> results = [];
        foreach (RetrievalDocument[] batch in scope.Documents.GroupBy(document => document.OccurredAt).SelectMany(said => said.Chunk(BatchSize)))
        {
            MemoryAddResult added = await memory.AddAsync(
                batch.Select(document => new ChatMessage(ChatRole.User, document.Text) { MessageId = document.Id }),
                scope.Scope,
                new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, OccurredAt = batch[0].OccurredAt },
                cancellationToken);
            results.AddRange(added.Facts);
        }

        return results;
    }

    public IReadOnlyList<string> EvidenceOf(RetrievalScope scope, MemoryItem item) =>
        [.. item.Source!.MessageIds.SelectMany(id => _evidence[scope][id])];
}
