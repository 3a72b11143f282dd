using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>The built-in embedder: vectors of shared words, made in process, without a model and without a key.</summary>
/// <remarks>
/// <para>It is lexical. It finds texts that share words, stems ("connected", "connections") or most letters of a
/// word ("restaurant", "restuarant"), in any order; Chinese, Japanese and Korean text by characters and their pairs. It
/// does not know what words mean: it finds no paraphrases ("car" and "automobile" are unrelated) and no translations,
/// and hardly tells "likes tea" from "does not like tea". For those, configure an embedding model.</para>
/// <para>The same text gives the same vector in every process and culture, up to the rounding of a float. Text
/// beyond ASCII is normalised (NFKC) by .NET, which needs ICU for it: with
/// <c>InvariantGlobalization</c> on, full-width or decomposed letters do not match their usual forms.</para>
/// <para>Stateless and thread-safe. A sentence takes a few microseconds and allocates its vector.</para>
/// </remarks>
public sealed class LexicalEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>The name of this embedding space. It changes whenever the same text would get another vector.</summary>
    public const string ModelId = "mem0sharp-lexical-1";

    /// <summary>The length of every vector.</summary>
    public const int Dimensions = 1024;

    // Measured (docs/search.md): texts that have nothing to do with each other share no word, and have about 0.
    private const double UnrelatedCosine = 0;

    private static readonly EmbeddingGeneratorMetadata Metadata = new("mem0sharp", null, ModelId, Dimensions);

    /// <summary>Embeds each text on the calling thread; the task that is returned has completed.</summary>
    /// <param name="values">0 or more texts of any length. Unpaired surrogates count as U+FFFD.</param>
    /// <param name="options">Only <see cref="EmbeddingGenerationOptions.Dimensions"/> is read, and must be
    /// <see cref="Dimensions"/> or null. <see cref="EmbeddingGenerationOptions.ModelId"/> chooses nothing: there is one model,
    /// and its id is on every embedding.</param>
    /// <param name="cancellationToken">Observed before each text.</param>
    /// <returns>One vector per text in the order given, shape [<see cref="Dimensions"/>], float32, norm 1. The cosine of
    /// two is in [-1, 1]: 1 same words, about 0 none shared.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <exception cref="ArgumentException">A text is null, empty or white space, or <paramref name="options"/> asks for
    /// another number of dimensions.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; thrown by
    /// awaiting the task.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.Dimensions is { } dimensions && dimensions != Dimensions)
        {
            throw new ArgumentException(
                $"{ModelId} has {Dimensions} dimensions, not {dimensions}. Leave Dimensions unset, or use another model.",
                nameof(options));
        }

        GeneratedEmbeddings<Embedding<float>> embeddings = values.TryGetNonEnumeratedCount(out int count) ? new(count) : [];
        foreach (string value in values)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<GeneratedEmbeddings<Embedding<float>>>(cancellationToken);
            }

            if (string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentException(
                    $"Text {embeddings.Count} is null or blank, so it has no direction. Leave it out.", nameof(values));
            }

            float[] vector = new float[Dimensions];
            LexicalVectorizer.Embed(value, vector);
            embeddings.Add(new Embedding<float>(vector) { ModelId = ModelId });
        }

        return Task.FromResult(embeddings);
    }

    /// <summary>Gets this object, or its <see cref="EmbeddingGeneratorMetadata"/>: provider "mem0sharp", model id and
    /// dimensions.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <param name="serviceKey">Null, or <see cref="MemoryOptions.UnrelatedCosineKey"/> for that, a <see cref="double"/>.</param>
    /// <returns>The service, or null where there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="serviceType"/> is null.</exception>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey switch
        {
            MemoryOptions.UnrelatedCosineKey when serviceType == typeof(double) => UnrelatedCosine,
            not null => null,
            _ when serviceType == typeof(EmbeddingGeneratorMetadata) => Metadata,
            _ => serviceType.IsInstanceOfType(this) ? this : null,
        };
    }

    /// <summary>Does nothing: there is nothing to release, and the generator stays usable.</summary>
    public void Dispose()
    {
    }
}
