using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>An embedding model: what calls it, its id, and its vectors at unit length. Thread-safe.</summary>
internal sealed class EmbeddingModel
{
    private const string Returned = "The embedding generator returned a vector that";

    private readonly EmbeddingCalls _calls;

    /// <param name="calls">How the generator is called.</param>
    /// <param name="id">The model's id, or null for what the generator says or else its type.</param>
    /// <param name="unrelatedCosine">The cosine that unrelated texts have, 0 to below 1; or null for what the generator says or else 0.</param>
    /// <exception cref="MemoryConfigurationException">What the generator says is out of range.</exception>
    public EmbeddingModel(EmbeddingCalls calls, string? id, double? unrelatedCosine = null)
    {
        _calls = calls;
        EmbeddingGeneratorMetadata? metadata = calls.Generator.GetService<EmbeddingGeneratorMetadata>();
        Id = id ?? metadata?.DefaultModelId ?? calls.Generator.GetType().FullName!;
        DeclaredDimensions = metadata?.DefaultModelDimensions;
        UnrelatedCosine = unrelatedCosine ?? Declared(calls.Generator.GetService(typeof(double), MemoryOptions.UnrelatedCosineKey));
    }

    /// <summary>Gets its id, as given, as the generator reports it, or else the generator's type.</summary>
    public string Id { get; }

    /// <summary>Gets the dimension that the generator declares, or null when only an embedding can tell.</summary>
    public int? DeclaredDimensions { get; }

    /// <summary>Gets the cosine that unrelated texts have with it, 0 to below 1.</summary>
    public double UnrelatedCosine { get; }

    /// <summary>Makes a vector one of unit length.</summary>
    /// <exception cref="EmbeddingException">It is empty, of zero length, or not finite.</exception>
    public static ReadOnlyMemory<float> Unit(Embedding<float>? embedding, string what)
    {
        ReadOnlySpan<float> vector = embedding is null ? default : embedding.Vector.Span;
        float largest = vector.IsEmpty ? 0 : MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (!float.IsFinite(largest) || largest == 0)
        {
            throw new EmbeddingException(
                $"{what} is empty, of zero length, or holds a number that is not finite.");
        }

        // Scaled first: the squares of huge or tiny components would overflow or vanish.
        float[] unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, largest, unit);
        TensorPrimitives.Divide(unit, TensorPrimitives.Norm<float>(unit), unit);
        return unit;
    }

    /// <summary>Tells whether it makes the vectors of a space.</summary>
    public bool Makes(EmbeddingSpace space) =>
        string.Equals(space.Model, Id, StringComparison.Ordinal) && (DeclaredDimensions is not { } declared || declared == space.Dimensions);

    /// <summary>Gets the space of its vectors of a length.</summary>
    /// <exception cref="EmbeddingException">The length is out of range.</exception>
    public EmbeddingSpace SpaceOf(int dimensions) => dimensions <= MemoryLimits.Dimensions
        ? new EmbeddingSpace(Id, dimensions)
        : throw new EmbeddingException($"The embedding has {dimensions} dimensions; the limit is {MemoryLimits.Dimensions}.");

    /// <summary>Embeds texts by one call.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="dimensions">The length that their vectors must have, or null where any will do that they have in common.</param>
    /// <param name="known">Finds a text whose vector is known, for a fallback to make again; or nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>As many vectors as texts, in their order, each of unit length.</returns>
    /// <exception cref="EmbeddingException">There are fewer or more, or one is of no use.</exception>
    /// <exception cref="EmbeddingDimensionException">One has another length.</exception>
    public async Task<ReadOnlyMemory<float>[]> EmbedAsync(
        string[] texts, int? dimensions, Func<CancellationToken, Task<KnownEmbedding?>> known, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> embeddings = await _calls.GenerateAsync(texts, known, cancellationToken).ConfigureAwait(false);
        if (embeddings is null || embeddings.Count != texts.Length)
        {
            throw new EmbeddingException(
                $"The embedding generator returned {embeddings?.Count ?? 0} embeddings for {texts.Length} texts.");
        }

        ReadOnlyMemory<float>[] unit = [.. embeddings.Select(embedding => Unit(embedding, Returned))];
        int expected = dimensions ?? unit[0].Length;
        return Array.Find(unit, vector => vector.Length != expected) is { IsEmpty: false } other
            ? throw new EmbeddingDimensionException(expected, other.Length)
            : unit;
    }

    private static double Declared(object? unrelatedCosine) => unrelatedCosine switch
    {
        double value and >= 0 and < 1 => value,
        double value => throw new MemoryConfigurationException(
            string.Create(CultureInfo.InvariantCulture, $"The embedding generator says that unrelated texts have a cosine of {value}."),
            "It has to be from 0 to below 1; MemoryOptions.UnrelatedCosine goes before it."),
        _ => 0,
    };
}
