namespace Mem0Sharp.LocalEmbeddings;

/// <summary>The memory one encoding needs, 2 MB. Used by one thread at a time, then by another.</summary>
/// <remarks>What is in it is left from before; nobody reads a value that was not written for the texts at hand.</remarks>
internal sealed class EncoderScratch
{
    // Whole blocks of rows are read and written from whichever row a text begins at.
    private const int Rows = SentenceEncoder.MostTokens + MatrixKernel.RowBlock - 1;
    private const int WideColumns = 3 * SentenceEncoder.Dimensions;
    private const int GreatestHead = 128;

    /// <summary>Gets the tokens on their way through the layers.</summary>
    public float[] Tokens { get; private set; } = new float[Rows * SentenceEncoder.Dimensions];

    /// <summary>Gets what a step gives.</summary>
    public float[] Result { get; private set; } = new float[Rows * SentenceEncoder.Dimensions];

    /// <summary>Gets the normalised tokens, a step's input.</summary>
    public float[] Normal { get; } = new float[Rows * SentenceEncoder.Dimensions];

    /// <summary>Gets what the heads of an attention give, side by side.</summary>
    public float[] Context { get; } = new float[Rows * SentenceEncoder.Dimensions];

    /// <summary>Gets queries, keys and values side by side, or what is between a layer's two matrices.</summary>
    public float[] Wide { get; } = new float[Rows * WideColumns];

    /// <summary>Gets how much each token of a text takes from each other, for one head.</summary>
    public float[] Scores { get; } = new float[Rows * SentenceEncoder.MostTokens];

    /// <summary>Gets the panels of keys or of values, for one head.</summary>
    public float[] Panels { get; } = new float[SentenceEncoder.MostTokens * GreatestHead];

    public void SwapTokensAndResult() => (Tokens, Result) = (Result, Tokens);
}
