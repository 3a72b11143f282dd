using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>Calls an embedding generator and, where its service fails and another has the same model, that one. Thread-safe.</summary>
/// <param name="generator">The generator.</param>
/// <param name="calls">How its service is called.</param>
/// <param name="telemetry">Counts the calls.</param>
/// <param name="logger">Where to log.</param>
internal sealed class EmbeddingCalls(
    IEmbeddingGenerator<string, Embedding<float>> generator, ServiceCalls calls, MemoryTelemetry telemetry, ILogger logger)
{
    // What two services make of one text with one model differs in the last digits; two models' vectors are all but unrelated.
    private const float SameModel = 0.99f;

    private bool _isComparable; // set once, from false to true

    /// <summary>Gets the generator.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> Generator { get; } = generator;

    /// <summary>Gets the calls of another service that has the same model, or null.</summary>
    public EmbeddingCalls? Fallback { get; init; }

    /// <summary>Makes our error of a generator's exception.</summary>
    public static MemoryException Translate(Exception exception) =>
        ServiceFailure.Translate("embedding", exception) ?? new EmbeddingException("The embedding generator failed.", exception);

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="known">
    /// Finds a text whose vector is known, or nothing: a fallback has to make the same of it. Without one it is not asked, since nobody
    /// could tell whether it has the same model.
    /// </param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IReadOnlyList<string> texts, Func<CancellationToken, Task<KnownEmbedding?>> known, CancellationToken cancellationToken)
    {
        try
        {
            return await GenerateAsync(texts, cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryNetworkException exception) when (exception.IsTransient && Fallback is not null)
        {
            if (!await Fallback.IsComparableAsync(known, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            ModelLog.FallbackAsked(logger, "embed");
            return await Fallback.GenerateAsync(texts, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        telemetry.EmbeddingCall(texts.Count);
        return calls.CallAsync(token => Generator.GenerateAsync(texts, cancellationToken: token), cancellationToken);
    }

    /// <summary>Tells whether this service makes of a known text what is known of it.</summary>
    /// <exception cref="MemoryConfigurationException">It makes something else of it: it has another model.</exception>
    private async Task<bool> IsComparableAsync(Func<CancellationToken, Task<KnownEmbedding?>> known, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isComparable))
        {
            return true;
        }

        if (await known(cancellationToken).ConfigureAwait(false) is not { } sample)
        {
            return false;
        }

        GeneratedEmbeddings<Embedding<float>> made = await GenerateAsync([sample.Text], cancellationToken).ConfigureAwait(false);
        if (made is not { Count: 1 } || !sample.IsNear(made[0], SameModel))
        {
            throw new MemoryConfigurationException(
                "The fallback embedding generator has another model than the first: it makes other vectors of the same text.",
                "Give one of the same model, served elsewhere, or none: vectors of two models cannot be compared.");
        }

        Volatile.Write(ref _isComparable, true);
        return true;
    }
}
