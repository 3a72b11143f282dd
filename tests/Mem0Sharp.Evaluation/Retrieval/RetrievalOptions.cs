namespace Mem0Sharp.Evaluation;

/// <summary>What of a retrieval evaluation is run, and how.</summary>
internal sealed class RetrievalOptions
{
    /// <summary>What these options mean, for the summary of an evaluation.</summary>
    public const string Explanation =
        "--vectors: the vectors of the embedder 'given', by the texts' SHA-256. --by-score: without the newest first among near ties. "
        + "--db: keep the memory file there; it must not exist.";

    private const string UnitsOption = "--units";
    private const string EmbeddersOption = "--embedders";
    private const string ModesOption = "--modes";
    private const string VectorsOption = "--vectors";
    private const string DatabaseOption = "--db";
    private const string ByScoreOption = "--by-score";

    /// <summary>Gets the options that every retrieval evaluation takes, as the usage shows them.</summary>
    public static string Usage { get; } =
        $"[--embedders {string.Join(',', RetrievalEmbedder.Names)}] [--vectors FILE.emb8] [--modes {string.Join(',', RetrievalModes.Names)}] "
        + "[--by-score] [--db PATH]";

    /// <summary>Gets the path of the data.</summary>
    public required string Path { get; init; }

    /// <summary>Gets what memories are made of; empty where there is no choice.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Gets the names of the embedders, each once, in their order.</summary>
    public required IReadOnlyList<string> Embedders { get; init; }

    /// <summary>Gets the names of the ways to search, each once, in their order.</summary>
    public required IReadOnlyList<string> Modes { get; init; }

    /// <summary>Gets the path of a file of vectors, or null.</summary>
    public string? Vectors { get; init; }

    /// <summary>Gets where the memory file is made and kept; null for one that is deleted.</summary>
    public string? Database { get; init; }

    /// <summary>Gets a value indicating whether the score alone orders what is found by vector.</summary>
    public bool ByScore { get; init; }

    /// <param name="args">The arguments after the name of the evaluation.</param>
    /// <param name="evaluation">That name.</param>
    /// <param name="units">What memories can be made of; empty where there is no choice.</param>
    /// <exception cref="EvaluationUsageException">They cannot be meant.</exception>
    public static RetrievalOptions Parse(IReadOnlyList<string> args, string evaluation, IReadOnlyList<string> units)
    {
        string[] known = [EmbeddersOption, ModesOption, VectorsOption, DatabaseOption, .. units.Count > 0 ? [UnitsOption] : Array.Empty<string>()];
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        List<string> files = [];
        bool byScore = false;
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i] is ByScoreOption)
            {
                byScore = true;
            }
            else if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                files.Add(args[i]);
            }
            else if (!known.Contains(args[i], StringComparer.Ordinal) || i + 1 == args.Count || !values.TryAdd(args[i], args[i + 1]))
            {
                throw new EvaluationUsageException($"{evaluation} knows no '{args[i]}', or it has no value, or comes twice.");
            }
            else
            {
                i++;
            }
        }

        string? vectors = values.GetValueOrDefault(VectorsOption);
        IEnumerable<string> byDefault = RetrievalEmbedder.Names.Where(name => vectors is not null || name is not RetrievalEmbedder.Given);
        RetrievalOptions options = new()
        {
            Path = files is [var file] ? file : throw new EvaluationUsageException($"{evaluation} takes the path of one file."),
            Units = Choice(UnitsOption, units, units),
            Embedders = Choice(EmbeddersOption, RetrievalEmbedder.Names, byDefault),
            Modes = Choice(ModesOption, RetrievalModes.Names, RetrievalModes.Names),
            Vectors = vectors,
            Database = values.GetValueOrDefault(DatabaseOption),
            ByScore = byScore,
        };
        options.Check();
        return options;

        IReadOnlyList<string> Choice(string option, IReadOnlyList<string> names, IEnumerable<string> otherwise)
        {
            if (!values.TryGetValue(option, out string? list))
            {
                return [.. otherwise];
            }

            string[] chosen = list.Split(',');
            return Array.TrueForAll(chosen, name => names.Contains(name, StringComparer.Ordinal))
                ? [.. names.Where(name => chosen.Contains(name, StringComparer.Ordinal))]
                : throw new EvaluationUsageException($"{option} takes some of {string.Join(',', names)}.");
        }
    }

    private void Check()
    {
        if (Embedders.Contains(RetrievalEmbedder.Given, StringComparer.Ordinal) != Vectors is not null)
        {
            throw new EvaluationUsageException($"The embedder '{RetrievalEmbedder.Given}' and {VectorsOption} need each other.");
        }

        if (Database is null)
        {
            return;
        }

        if (Units.Count > 1 || Embedders.Count > 1)
        {
            throw new EvaluationUsageException($"{DatabaseOption} is for one unit and one embedder: each makes a memory of its own.");
        }

        // What it holds would be found beside what is added now.
        if (File.Exists(Database))
        {
            throw new EvaluationUsageException($"The memory file '{Database}' exists already.");
        }
    }
}
