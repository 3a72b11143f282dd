using System.Runtime.InteropServices;
using System.Text;
using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.WeightConverter;

/// <summary>Writes a model in the format of <see cref="WeightFormat"/>. The same model gives the same bytes.</summary>
internal static class WeightWriter
{
    /// <param name="destination">Takes the bytes; stays open.</param>
    /// <param name="model">What is written.</param>
    /// <param name="quantize">Whether matrices become int8. Vectors (biases, norms, timing) stay float32.</param>
    /// <returns>What became int8.</returns>
    public static IReadOnlyList<QuantizedTensor> Write(Stream destination, ModelFolder model, bool quantize)
    {
        // BinaryWriter is little-endian everywhere; the shards are read as this machine's float32, and so only here.
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Convert the weights on a little-endian machine.");
        }

        using BinaryWriter writer = new(destination, Encoding.UTF8, leaveOpen: true);
        writer.Write(WeightFormat.Magic);
        writer.Write(WeightFormat.Version);
        writer.Write(model.Pieces.Count);
        foreach (Piece piece in model.Pieces)
        {
            writer.Write(piece.Score);
            WriteName(writer, piece.Text);
        }

        List<QuantizedTensor> quantized = [];
        writer.Write(model.Tensors.Count);
        foreach (NamedTensor tensor in model.Tensors)
        {
            QuantizedTensor? small = quantize && tensor.Rows > 1 ? QuantizedTensor.Of(tensor) : null;
            WriteName(writer, tensor.Name);
            writer.Write(small is null ? WeightFormat.Float32 : WeightFormat.Int8);
            writer.Write(tensor.Rows);
            writer.Write(tensor.Columns);
            if (small is null)
            {
                writer.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
                continue;
            }

            quantized.Add(small);
            writer.Write(MemoryMarshal.AsBytes(small.RowScales.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(small.ColumnScales.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(small.Values.AsSpan()));
        }

        return quantized;
    }

    private static void WriteName(BinaryWriter writer, string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        writer.Write(checked((byte)bytes.Length));
        writer.Write(bytes);
    }
}
