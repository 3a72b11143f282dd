using Mem0Sharp.LocalEmbeddings;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Evaluation;

/// <summary>What makes vectors in a run, by name.</summary>
internal sealed class RetrievalEmbedder : IDisposable
{
    private const string Lexical = "lexical";
    private const string UseLite = "use-lite";

    private readonly EmbeddingFile? _file;

    private RetrievalEmbedder(string name, IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingFile? file = null)
    {
        Name = name;
        Generator = generator;
        _file = file;
    }

    /// <summary>The name of the one that takes vectors from a file.</summary>
    public const string Given = "given";

    /// <summary>Gets the names, in the order of the rows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Lexical, UseLite, Given];

    public string Name { get; }

    public IEmbeddingGenerator<string, Embedding<float>> Generator { get; }

    /// <summary>Makes an embedder.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="file">Where <see cref="Given"/> takes vectors from.</param>
    public static RetrievalEmbedder Of(string name, EmbeddingFile? file) => name switch
    {
        Lexical => new RetrievalEmbedder(name, new CachingEmbeddings(new LexicalEmbeddingGenerator())),
        UseLite => new RetrievalEmbedder(name, new CachingEmbeddings(new LocalEmbeddingGenerator())),
        Given when file is not null => new RetrievalEmbedder(name, new GivenEmbeddings(file), file),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such embedder, or no file for it."),
    };

    /// <summary>Counts the texts for which there is no vector.</summary>
    public int CountMissing(IEnumerable<string> texts) => _file is null ? 0 : texts.Count(text => !_file.Contains(text));

    public void Dispose() => Generator.Dispose();
}
