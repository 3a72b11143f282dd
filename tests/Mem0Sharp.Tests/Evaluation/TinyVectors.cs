using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.Tests.Evaluation;

/// <summary>Files of vectors, written by hand.</summary>
internal static class TinyVectors
{
    /// <summary>Writes a file in which each text has a vector of its own.</summary>
    public static byte[] Of(IEnumerable<string> texts)
    {
        string[] distinct = [.. texts.Distinct(StringComparer.Ordinal)];
        return Of(distinct.Length, [.. distinct.Select((text, place) => (text, 0.5f, UnitOf(place, distinct.Length)))]);
    }

    /// <summary>Writes a file, its rows in the order of their keys.</summary>
    public static byte[] Of(int dimensions, params (string Text, float Scale, sbyte[] Values)[] rows)
    {
        byte[] content = [.. "EMB8"u8, .. LittleEndian(rows.Length), .. LittleEndian(dimensions)];
        IEnumerable<byte[]> ordered = rows.Select(Row).OrderBy(Convert.ToHexString, StringComparer.Ordinal);
        return [.. content, .. ordered.SelectMany(row => row)];
    }

    private static byte[] Row((string Text, float Scale, sbyte[] Values) row)
    {
        byte[] scale = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(scale, row.Scale);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(row.Text)).Take(16), .. scale, .. row.Values.Select(value => unchecked((byte)value))];
    }

    private static sbyte[] UnitOf(int place, int dimensions)
    {
        sbyte[] values = new sbyte[dimensions];
        values[place] = 2;
        return values;
    }

    private static byte[] LittleEndian(int number)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
