using System.Numerics.Tensors;
using Mem0Sharp.LocalEmbeddings;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Benchmarks;

/// <summary>What is timed has to do the same: a faster way to another vector is none.</summary>
internal static class EncoderCheck
{
    private const float Tolerance = 1e-4f;

    /// <summary>Ends with an error where a text has another length than is said, or another vector than by the plain loops.</summary>
    public static async Task SameVectorAsync(PlainEncoder plain, LocalEmbeddingGenerator generator, string text, int tokens)
    {
        GeneratedEmbeddings<Embedding<float>> made = await generator.GenerateAsync([text]);
        if (made.Usage?.InputTokenCount != tokens || made[0].AdditionalProperties is not null)
        {
            throw new InvalidOperationException($"The text has not {tokens} tokens, but {made.Usage?.InputTokenCount} or more.");
        }

        float distance = TensorPrimitives.Distance<float>(plain.Encode(text), made[0].Vector.Span);
        if (!(distance < Tolerance))
        {
            throw new InvalidOperationException($"Plain loops and the generator give vectors {distance} apart.");
        }
    }
}
