using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Benchmarks;

/// <summary>A memory of one user, filled, with the history and the vectors in the memory of the process; and the bare scan of the same vectors.</summary>
/// <remarks>
/// Added verbatim, in a hundred parts that differ in metadata, tags and date. Of the first part each links to the three that follow it.
/// </remarks>
internal sealed class StageMemory : IAsyncDisposable
{
    public const int Seed = 20261211;

    /// <summary>How many times as many as are asked for diversity chooses among.</summary>
    public const int ChosenAmong = 40;

    private const int Parts = 100;
    private const int Questions = 32;
    private const int Links = 3;
    private const float Noise = 0.8f;

    private static readonly MemoryFilter OfOnePart = MemoryField.Metadata("part").EqualTo(7);
    private readonly InMemoryHistoryStore _history = new();
    private readonly StageVectors _embeddings;
    private readonly string[] _texts;
    private readonly (string Text, float[] Vector)[] _asked;

    private StageMemory(int size, int dimensions)
    {
        _embeddings = new StageVectors(dimensions);
        _texts = new string[size];
        float[] contiguous = new float[size * dimensions];
        Scan = new ContiguousScan(contiguous, dimensions);
        RandomVectors random = new(dimensions, Seed);
        StageFacts facts = new(Seed);
        Dictionary<string, float[]> asked = new(StringComparer.Ordinal);
        for (int i = 0; i < size;)
        {
            (string text, string question) = facts.Next();
            Memory<float> row = contiguous.AsMemory(i * dimensions, dimensions);
            if (!_embeddings.TryAdd(text, row))
            {
                continue;
            }

            float[] vector = random.Next();
            vector.CopyTo(row);
            _texts[i++] = text;
            if (i % (size / Questions) == 0)
            {
                asked.TryAdd(question, Near(vector, random.Next()));
            }
        }

        foreach ((string question, float[] vector) in asked)
        {
            _embeddings.TryAdd(question, vector);
        }

        _asked = [.. asked.Select(pair => (pair.Key, pair.Value))];
        Memory = new MemoryBuilder().UseHistory(_history).UseVectorStore(Store).UseEmbeddings(_embeddings).Build();
    }

    public static MemoryScope User { get; } = MemoryScope.ForUser("alice");

    public Memory Memory { get; }

    public InMemoryVectorStore Store { get; } = new();

    public ContiguousScan Scan { get; }

    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Gets the instant at which the memory was filled.</summary>
    public DateTimeOffset FilledAt { get; private set; }

    /// <summary>Gets the questions.</summary>
    public IReadOnlyList<StageQuestion> Asked { get; private set; } = [];

    public SearchBounds Bounds => new(User, MinTrust: null, Filter: null, FilledAt);

    /// <summary>Gets the bounds with a filter that leaves one of a hundred.</summary>
    public SearchBounds OnePart => Bounds with { Filter = OfOnePart };

    public static async Task<StageMemory> FillAsync(int size, int dimensions)
    {
        StageMemory filled = new(size, dimensions);
        string[] linked = await filled.AddAsync();
        filled.FilledAt = TimeProvider.System.GetUtcNow();
        List<StageQuestion> asked = [];
        foreach ((string text, float[] vector) in filled._asked)
        {
            asked.Add(await filled.QuestionAsync(text, vector, linked[asked.Count % linked.Length]));
        }

        filled.Asked = asked;
        return filled;
    }

    public ValueTask DisposeAsync() => Memory.DisposeAsync();

    private static float[] Near(float[] vector, float[] other)
    {
        float[] near = new float[vector.Length];
        double sum = 0;
        for (int i = 0; i < near.Length; i++)
        {
            near[i] = vector[i] + (Noise * other[i]);
            sum += (double)near[i] * near[i];
        }

        return Array.ConvertAll(near, value => (float)(value / Math.Sqrt(sum)));
    }

    /// <returns>The ids of the memories that have links.</returns>
    private async Task<string[]> AddAsync()
    {
        List<string> first = [];
        for (int part = 0; part < Parts; part++)
        {
            MemoryAddOptions options = new()
            {
                Mode = MemoryAddMode.Verbatim,
                Metadata = new JsonObject { ["part"] = part, ["source"] = part % 2 == 0 ? "chat" : "mail" },
                Tags = [$"tag{part % 7}"],
                OccurredAt = new DateTimeOffset(2023, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(part * 3),
            };
            IEnumerable<string> texts = _texts.Where((_, i) => i % Parts == part);
            foreach (string[] batch in texts.Chunk(MemoryLimits.Messages))
            {
                MemoryAddResult added = await Memory.AddAsync(batch.Select(text => new ChatMessage(ChatRole.User, text)), User, options);
                first.AddRange(part == 0 ? added.Items.Select(item => item.Id) : []);
            }
        }

        IEnumerable<MemoryUpdate> links = first.SkipLast(Links).Select((id, i) => new MemoryUpdate(id, new MemoryPatch
        {
            Links = LinksPatch.Set(first.Skip(i + 1).Take(Links).Select(target => new MemoryLink(target, 0.5))),
        }));
        foreach (MemoryUpdate[] batch in links.Chunk(MemoryLimits.BatchSize))
        {
            await Memory.BatchUpdateAsync(batch);
        }

        return [.. first];
    }

    private async Task<StageQuestion> QuestionAsync(string text, float[] vector, string relatedTo)
    {
        // A search that finds something else is not a faster one, or slower.
        IReadOnlyList<VectorMatch> near = await Store.SearchAsync(Bounds.Near(vector, StagesCommand.BaselineTop));
        IEnumerable<string> scanned = Scan.Search(vector, StagesCommand.BaselineTop).Select(match => _texts[match.Row]);
        if (!near.Select(match => match.Item.Text).SequenceEqual(scanned, StringComparer.Ordinal))
        {
            throw new InvalidOperationException("The store and the bare scan do not find the same memories.");
        }

        MemorySearchOptions options = new() { Explain = true };
        IReadOnlyList<VectorMatch> nearest = await Store.SearchAsync(Bounds.Near(vector, SearchStages.Depth));
        IReadOnlyList<SearchHit> hits = await new HybridSearch(Store).FindAsync(
            new HybridQuestion(text, options, FilledAt, unrelatedCosine: 0), vector, nearest, Bounds, options, CancellationToken.None);
        IReadOnlyList<ReadOnlyMemory<float>?> vectors = await _history.GetEmbeddingsAsync([.. hits.Take(ChosenAmong).Select(hit => hit.Item.Text)]);
        return new StageQuestion(text, vector, [.. nearest.Select(match => match.Item.Id)], hits, vectors, relatedTo);
    }
}
