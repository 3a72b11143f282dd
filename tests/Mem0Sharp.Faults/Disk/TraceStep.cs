using System.Text;

namespace Mem0Sharp.Faults;

/// <summary>One change of a file, in the order in which a process under the native library made them.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Name">The file, without its folder; "." for the folder.</param>
/// <param name="Offset">Where was written, the length of a truncated file, or the number of a mark.</param>
/// <param name="Data">What was written.</param>
internal sealed record TraceStep(TraceKind Kind, string Name, long Offset, byte[] Data)
{
    /// <summary>The folder itself, where a file would have its name.</summary>
    public const string Folder = ".";

    /// <summary>Reads what the native library wrote.</summary>
    public static IReadOnlyList<TraceStep> Read(string path)
    {
        using BinaryReader reader = new(File.OpenRead(path), Encoding.UTF8);
        List<TraceStep> steps = [];
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            TraceKind kind = (TraceKind)reader.ReadInt32();
            int nameLength = reader.ReadInt32();
            long offset = reader.ReadInt64();
            int size = (int)reader.ReadInt64();
            string name = Encoding.UTF8.GetString(reader.ReadBytes(nameLength));
            steps.Add(new TraceStep(kind, name, offset, reader.ReadBytes(size)));
        }

        return steps;
    }
}
