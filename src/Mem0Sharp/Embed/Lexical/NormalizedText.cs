using System.Buffers;
using System.Text;

namespace Mem0Sharp;

/// <summary>Text in compatibility form (NFKC) and, unless told otherwise, invariant lower case, in a buffer that its reader may overwrite.</summary>
/// <remarks>
/// The buffer is the caller's scratch when the text fits, else a pooled array that <see cref="Dispose"/> returns.
/// ASCII is only lower-cased or copied; other text is normalised only when it is not yet. Where .NET runs without ICU
/// (<c>InvariantGlobalization</c>) no text but ASCII can be normalised, so compatibility forms stay as they are.
/// </remarks>
internal ref struct NormalizedText : IDisposable
{
    // .NET refuses to normalise U+FFFE, as it does lone surrogates.
    private const char ByteOrderNoncharacter = '\uFFFE';
    private const char Replacement = '\uFFFD';

    private char[]? _rented;

    /// <summary>Normalises <paramref name="text"/>.</summary>
    /// <param name="text">Any UTF-16. What is not valid Unicode counts as U+FFFD.</param>
    /// <param name="scratch">Memory for the result, used when it is long enough.</param>
    /// <param name="keepCase">Whether letters stay as large as they are.</param>
    public NormalizedText(ReadOnlySpan<char> text, Span<char> scratch, bool keepCase = false)
    {
        if (Ascii.IsValid(text))
        {
            Characters = Reserve(text.Length, scratch);
            Write(text, Characters, keepCase);
            return;
        }

        char[]? repaired = null;
        char[]? composed = null;
        try
        {
            if (HasInvalid(text))
            {
                repaired = ArrayPool<char>.Shared.Rent(text.Length);
                text = Repair(text, repaired);
            }

            if (!text.IsNormalized(NormalizationForm.FormKC))
            {
                composed = ArrayPool<char>.Shared.Rent(text.GetNormalizedLength(NormalizationForm.FormKC));
                int written;
                while (!text.TryNormalize(composed, out written, NormalizationForm.FormKC))
                {
                    // Only an estimate where .NET normalises through Windows instead of ICU.
                    char[] longer = ArrayPool<char>.Shared.Rent(composed.Length * 2);
                    Return(composed);
                    composed = longer;
                }

                text = composed.AsSpan(0, written);
            }

            Characters = Reserve(text.Length, scratch);
            Write(text, Characters, keepCase);
        }
        finally
        {
            Return(repaired);
            Return(composed);
        }
    }

    /// <summary>Gets the normalised text: valid UTF-16 until its reader writes to it.</summary>
    public Span<char> Characters { get; }

    /// <summary>Returns the pooled array, if there is one. <see cref="Characters"/> must not be used after it.</summary>
    public void Dispose()
    {
        Return(_rented);
        _rented = null;
    }

    private static void Write(ReadOnlySpan<char> text, Span<char> destination, bool keepCase)
    {
        if (keepCase)
        {
            text.CopyTo(destination);
        }
        else
        {
            text.ToLowerInvariant(destination);
        }
    }

    private Span<char> Reserve(int length, Span<char> scratch)
    {
        if (length <= scratch.Length)
        {
            return scratch[..length];
        }

        _rented = ArrayPool<char>.Shared.Rent(length);
        return _rented.AsSpan(0, length);
    }

    private static bool HasInvalid(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (IsInvalidAlone(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static Span<char> Repair(ReadOnlySpan<char> text, Span<char> destination)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                destination[i] = text[i];
                destination[i + 1] = text[i + 1];
                i++;
            }
            else
            {
                destination[i] = IsInvalidAlone(text[i]) ? Replacement : text[i];
            }
        }

        return destination[..text.Length];
    }

    private static bool IsInvalidAlone(char value) => char.IsSurrogate(value) || value == ByteOrderNoncharacter;

    private static void Return(char[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
