using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Numbers by what they are worth, with all digits they were given: 1, 1.0 and 1e0 are one number, and no digit is rounded away.</summary>
/// <remarks>A number is ±0.DIGITS × 10^exponent; its digits neither begin nor end with a zero, and zero has none.</remarks>
internal static class FilterNumber
{
    // Beyond it exponents count as equal: nothing that anybody counts is there.
    private const long MostExponent = 1_000_000_000_000;
    private const int StackLength = 128;
    private const int MostPlainZeros = 20;

    public static (bool IsNegative, string Digits, long Exponent) Read(JsonElement number) => Read(JsonMarshal.GetRawUtf8Value(number));

    public static (bool IsNegative, string Digits, long Exponent) Read(string number) => Read(Encoding.ASCII.GetBytes(number));

    public static int Compare(
        (bool IsNegative, string Digits, long Exponent) left, (bool IsNegative, string Digits, long Exponent) right)
    {
        int sign = Sign(left.IsNegative, left.Digits);
        int signs = sign.CompareTo(Sign(right.IsNegative, right.Digits));
        if (signs != 0 || sign == 0)
        {
            return signs;
        }

        int size = left.Exponent.CompareTo(right.Exponent);
        return sign * (size != 0 ? size : string.CompareOrdinal(left.Digits, right.Digits));
    }

    /// <summary>Writes a number as JSON.</summary>
    public static string Write(bool isNegative, string digits, long exponent)
    {
        string sign = isNegative ? "-" : string.Empty;
        return exponent switch
        {
            _ when digits.Length == 0 => "0",
            >= 0 when exponent >= digits.Length && exponent - digits.Length <= MostPlainZeros =>
                sign + digits + new string('0', (int)exponent - digits.Length),
            > 0 when exponent < digits.Length => $"{sign}{digits[..(int)exponent]}.{digits[(int)exponent..]}",
            <= 0 and >= -MostPlainZeros => $"{sign}0.{new string('0', (int)-exponent)}{digits}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{sign}0.{digits}E{exponent}"),
        };
    }

    /// <summary>Reads a number as JSON and .NET write it.</summary>
    private static (bool IsNegative, string Digits, long Exponent) Read(ReadOnlySpan<byte> text)
    {
        Span<char> digits = text.Length <= StackLength ? stackalloc char[StackLength] : new char[text.Length];
        int count = 0;
        long exponent = 0;
        bool isFraction = false;
        int at = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        for (; at < text.Length && text[at] is not ((byte)'e' or (byte)'E'); at++)
        {
            if (text[at] == '.')
            {
                isFraction = true;
            }
            else if (count == 0 && text[at] == '0')
            {
                exponent -= isFraction ? 1 : 0;
            }
            else
            {
                digits[count++] = (char)text[at];
                exponent += isFraction ? 0 : 1;
            }
        }

        digits = digits[..count].TrimEnd('0');
        return digits.IsEmpty
            ? (false, string.Empty, 0)
            : (text[0] == '-', digits.ToString(), Math.Clamp(exponent + Exponent(text[at..]), -MostExponent, MostExponent));
    }

    private static long Exponent(ReadOnlySpan<byte> text)
    {
        long value = 0;
        bool isNegative = text.Length > 1 && text[1] == '-';
        for (int at = text.Length > 1 && text[1] is (byte)'-' or (byte)'+' ? 2 : 1; at < text.Length; at++)
        {
            value = Math.Min((value * 10) + (text[at] - '0'), 2 * MostExponent);
        }

        return isNegative ? -value : value;
    }

    private static int Sign(bool isNegative, string digits) => digits.Length == 0 ? 0 : isNegative ? -1 : 1;
}
