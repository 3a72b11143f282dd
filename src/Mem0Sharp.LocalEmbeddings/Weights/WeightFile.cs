using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>What a file of weights holds.</summary>
/// <remarks>Immutable.</remarks>
internal sealed class WeightFile
{
    private const string Resource = "use-lite-en.int8.bin";

    private readonly Dictionary<string, WeightTensor> _tensors;

    private WeightFile(string[] pieces, double[] scores, Dictionary<string, WeightTensor> tensors) =>
        (Pieces, Scores, _tensors) = (pieces, scores, tensors);

    /// <summary>Gets the vocabulary; a piece's place is its id.</summary>
    public IReadOnlyList<string> Pieces { get; }

    /// <summary>Gets the score of each piece, a natural logarithm.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>Reads the weights in this assembly.</summary>
    public static WeightFile ReadEmbedded()
    {
        using Stream resource = typeof(WeightFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{Resource}'.");
        return Read(resource);
    }

    /// <summary>Reads a file of <see cref="WeightFormat"/>.</summary>
    /// <param name="source">Stands at the magic number, and behind the last tensor afterwards.</param>
    /// <exception cref="InvalidDataException">It is no such file, or one of another version.</exception>
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    public static WeightFile Read(Stream source)
    {
        using BinaryReader reader = new(source, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadUInt32() != WeightFormat.Magic)
        {
            throw new InvalidDataException("This is no file of encoder weights.");
        }

        if (reader.ReadInt32() is not WeightFormat.Version and int version)
        {
            throw new InvalidDataException($"The weights are in version {version} of their format; this code reads {WeightFormat.Version}.");
        }

        string[] pieces = new string[reader.ReadInt32()];
        double[] scores = new double[pieces.Length];
        for (int id = 0; id < pieces.Length; id++)
        {
            scores[id] = reader.ReadDouble();
            pieces[id] = ReadName(reader);
        }

        Dictionary<string, WeightTensor> tensors = new(StringComparer.Ordinal);
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            tensors.Add(ReadName(reader), ReadTensor(reader));
        }

        return new WeightFile(pieces, scores, tensors);
    }

    /// <summary>Gets a tensor.</summary>
    /// <exception cref="InvalidDataException">There is none of this name.</exception>
    public WeightTensor Tensor(string name) => _tensors.TryGetValue(name, out WeightTensor? tensor)
        ? tensor
        : throw new InvalidDataException($"The weights have no tensor '{name}'.");

    /// <summary>Gets a tensor of one row as float32.</summary>
    /// <exception cref="InvalidDataException">There is none of this name.</exception>
    public float[] Vector(string name)
    {
        WeightTensor tensor = Tensor(name);
        float[] vector = new float[tensor.Columns];
        tensor.CopyRow(0, vector);
        return vector;
    }

    private static WeightTensor ReadTensor(BinaryReader reader)
    {
        byte kind = reader.ReadByte();
        (int rows, int columns) = (reader.ReadInt32(), reader.ReadInt32());
        int floats = kind switch
        {
            WeightFormat.Float32 => rows * columns,
            WeightFormat.Int8 => rows + columns,
            _ => throw new InvalidDataException($"A tensor has the unknown kind {kind}."),
        };
        float[] values = new float[floats];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        sbyte[] quantized = kind == WeightFormat.Float32 ? [] : new sbyte[rows * columns];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(quantized.AsSpan()));
        return new WeightTensor(kind, rows, columns, values, quantized);
    }

    private static string ReadName(BinaryReader reader) => Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadByte()));
}
