namespace Mem0Sharp.LocalEmbeddings;

/// <summary>A tokenizer and the encoder behind it.</summary>
/// <param name="file">The weights and the vocabulary.</param>
/// <param name="width">Which vectors multiply matrices.</param>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class LocalModel(WeightFile file, VectorWidth width)
{
    // Weights are read once in a process, whoever asks first: 21 MB that all generators share.
    private static readonly Lazy<LocalModel> Embedded = new(() => new LocalModel(WeightFile.ReadEmbedded(), MatrixKernel.Widest));

    /// <summary>Gets the model with the weights of this package.</summary>
    public static LocalModel Shared => Embedded.Value;

    public SentencePieceTokenizer Tokenizer { get; } = new(file.Pieces, file.Scores);

    public SentenceEncoder Encoder { get; } = new(file, width);

    /// <summary>Gets the turns to encode, one for each processor: more at once would be no quicker, and each would need memory of its own.</summary>
    public SemaphoreSlim Turns { get; } = new(Environment.ProcessorCount);
}
