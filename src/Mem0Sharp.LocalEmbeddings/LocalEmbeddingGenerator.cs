using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>Embeds English sentences by what they mean, in process: no key, no server, no download, no native library.</summary>
/// <remarks>
/// <para>Universal Sentence Encoder Lite, English, 512 dimensions, with weights of int8 (cosine to the float32 model at least 0.999).
/// It is a model of 2018: good at short sentences and questions, weak on long texts and on other languages. Where that matters,
/// configure another <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>. Source: Cer et al. 2018, arXiv:1803.11175.</para>
/// <para>A text is read up to <see cref="MaxTokens"/> tokens, about 90 English words. What is cut is reported: on the embedding
/// (<see cref="TokensCutProperty"/>) and in the log.</para>
/// <para>The same text gives the same vector alone and in a batch, in every process and culture, up to 1e-5 in each value between
/// processors. Text beyond ASCII is normalised (NFKC) by .NET, which needs ICU for it.</para>
/// <para>Thread-safe. The first call reads the weights: 21 MB of float32 and int8 for the whole process, a small part of a second.
/// Of calls at the same time as many encode as there are processors, and the others wait; for each, scratch memory of 2 MB is kept.</para>
/// </remarks>
public sealed class LocalEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>The name of this embedding space. It changes whenever the same text would get another vector.</summary>
    public const string ModelId = "use-lite-en-int8";

    /// <summary>The length of every vector.</summary>
    public const int Dimensions = SentenceEncoder.Dimensions;

    /// <summary>Most tokens of a text that are read. A token is a word or a part of one.</summary>
    public const int MaxTokens = SentenceEncoder.MostTokens;

    /// <summary>The key in <see cref="Embedding.AdditionalProperties"/> of how many tokens were not read, an <see cref="int"/>. It is
    /// there only where a text was cut.</summary>
    public const string TokensCutProperty = "mem0sharp.tokens_cut";

    /// <summary>The cosine up to which two texts have nothing to do with each other. Mem0Sharp counts from it in the score of a search by words and
    /// vectors. Of texts that speak of everyday life in much the same words, most pairs are above it: half are above 0.34 to 0.42.</summary>
    public const double UnrelatedCosine = 0.2;

    /// <summary>The key under which <see cref="GetService"/> has <see cref="UnrelatedCosine"/>.</summary>
    public const string UnrelatedCosineKey = "mem0sharp.unrelated_cosine";

    private static readonly EmbeddingGeneratorMetadata Metadata = new("mem0sharp", null, ModelId, Dimensions);

    private readonly Func<LocalModel> _model;
    private readonly ILogger _logger;

    /// <summary>Makes a generator. The weights are read at its first call, once in a process.</summary>
    /// <param name="logger">Hears of texts that are cut (Information, without the text), or null.</param>
    public LocalEmbeddingGenerator(ILogger<LocalEmbeddingGenerator>? logger = null)
        : this(() => LocalModel.Shared, logger)
    {
    }

    internal LocalEmbeddingGenerator(Func<LocalModel> model, ILogger<LocalEmbeddingGenerator>? logger = null) =>
        (_model, _logger) = (model, logger ?? NullLogger<LocalEmbeddingGenerator>.Instance);

    /// <summary>Embeds each text. A few short ones on the calling thread, where it need not wait; more on as many threads as there are processors.</summary>
    /// <param name="values">0 or more texts of any length. Unpaired surrogates count as U+FFFD.</param>
    /// <param name="options">Only <see cref="EmbeddingGenerationOptions.Dimensions"/> is read, and must be
    /// <see cref="Dimensions"/> or null. <see cref="EmbeddingGenerationOptions.ModelId"/> chooses nothing: there is one model,
    /// and its id is on every embedding.</param>
    /// <param name="cancellationToken">Observed between texts.</param>
    /// <returns>One vector per text in the order given, shape [<see cref="Dimensions"/>], float32, norm 1. The cosine of
    /// two is in [-1, 1]: the greater, the nearer in meaning. <see cref="GeneratedEmbeddings{TEmbedding}.Usage"/> has the number of
    /// tokens that were read.</returns>
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

        string[] texts = [.. values];
        if (Array.FindIndex(texts, string.IsNullOrWhiteSpace) is >= 0 and int blank)
        {
            throw new ArgumentException($"Text {blank} is null or blank, so it means nothing. Leave it out.", nameof(values));
        }

        return EmbedAsync(texts, cancellationToken);
    }

    /// <summary>Gets this object, or its <see cref="EmbeddingGeneratorMetadata"/>: provider "mem0sharp", model id and
    /// dimensions.</summary>
    /// <param name="serviceType">The type asked for.</param>
    /// <param name="serviceKey">Null, or <see cref="UnrelatedCosineKey"/> for <see cref="UnrelatedCosine"/>, a <see cref="double"/>.</param>
    /// <returns>The service, or null where there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="serviceType"/> is null.</exception>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey switch
        {
            UnrelatedCosineKey when serviceType == typeof(double) => UnrelatedCosine,
            not null => null,
            _ when serviceType == typeof(EmbeddingGeneratorMetadata) => Metadata,
            _ => serviceType.IsInstanceOfType(this) ? this : null,
        };
    }

    /// <summary>Does nothing: the weights are the process's, and the generator stays usable.</summary>
    public void Dispose()
    {
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(string[] texts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        GeneratedEmbeddings<Embedding<float>> embeddings = new(texts.Length);
        if (texts.Length == 0)
        {
            return embeddings;
        }

        LocalModel model = _model();
        TokenizedText[] tokenized = new TokenizedText[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokenized[i] = model.Tokenizer.Tokenize(texts[i], MaxTokens);
        }

        Embedding<float>[] made = new Embedding<float>[texts.Length];
        List<TextGroup> groups = TextGroup.Of(tokenized, Environment.ProcessorCount);
        if (groups is [var only])
        {
            await EmbedInTurnAsync(model, tokenized, only, made, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
            await Parallel.ForAsync(
                0, groups.Count, parallel, (group, token) => EmbedInTurnAsync(model, tokenized, groups[group], made, token)).ConfigureAwait(false);
        }

        embeddings.AddRange(made);
        long read = tokenized.Sum(text => (long)text.Ids.Length);
        embeddings.Usage = new UsageDetails { InputTokenCount = read, TotalTokenCount = read };
        return embeddings;
    }

    private async ValueTask EmbedInTurnAsync(
        LocalModel model, TokenizedText[] texts, TextGroup group, Embedding<float>[] made, CancellationToken cancellationToken)
    {
        await model.Turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Embed(model, texts, group, made);
        }
        finally
        {
            model.Turns.Release();
        }
    }

    private void Embed(LocalModel model, TokenizedText[] texts, TextGroup group, Embedding<float>[] made)
    {
        ReadOnlySpan<TokenizedText> members = texts.AsSpan(group.First, group.Count);
        List<int> ids = new(MaxTokens);
        int[] lengths = new int[members.Length];
        for (int i = 0; i < members.Length; i++)
        {
            ids.AddRange(members[i].Ids);
            lengths[i] = members[i].Ids.Length;
        }

        float[] vectors = new float[members.Length * Dimensions];
        model.Encoder.Encode(ids.ToArray(), lengths, vectors);
        for (int i = 0; i < members.Length; i++)
        {
            Embedding<float> embedding = new(vectors.AsSpan(i * Dimensions, Dimensions).ToArray()) { ModelId = ModelId };
            if (members[i].Count - MaxTokens is > 0 and int cut)
            {
                embedding.AdditionalProperties = new() { [TokensCutProperty] = cut };
                _logger.TextCut(members[i].Count, MaxTokens);
            }

            made[group.First + i] = embedding;
        }
    }
}
