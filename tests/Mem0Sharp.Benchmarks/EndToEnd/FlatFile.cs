using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mem0Sharp.Benchmarks;

/// <summary>As many bytes as the vectors have, in a file that has nothing else: what reading them takes at least.</summary>
internal sealed class FlatFile(string path)
{
    private const int BufferSize = 1 << 20;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);

    public void Write(int vectors, int dimensions)
    {
        RandomVectors random = new(dimensions, FilledMemory.Seed);
        byte[] vector = MemoryMarshal.AsBytes<float>(random.Next()).ToArray();
        using FileStream file = File.Create(path);
        for (int i = 0; i < vectors; i++)
        {
            file.Write(vector);
        }
    }

    /// <summary>Reads all of it into one buffer, again and again.</summary>
    public long Read()
    {
        using SafeFileHandle file = File.OpenHandle(path);
        long offset = 0;
        while (RandomAccess.Read(file, _buffer, offset) is > 0 and int read)
        {
            offset += read;
        }

        return offset;
    }
}
