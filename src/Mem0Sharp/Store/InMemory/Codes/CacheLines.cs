using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <summary>Makes room that begins at a line of the cache: what wide registers are loaded from there lies in one line.</summary>
internal static class CacheLines
{
    private const int Bytes = 64;

    /// <summary>Makes an array of zeros that stays where it is.</summary>
    /// <param name="length">How many elements are needed. There are a few more.</param>
    /// <param name="first">Receives the place of the first element in a line of its own.</param>
    public static unsafe T[] Allocate<T>(int length, out int first)
        where T : unmanaged
    {
        T[] array = GC.AllocateArray<T>(length + (Bytes / sizeof(T)), pinned: true);
        first = (int)(-(nint)Unsafe.AsPointer(ref array[0]) & (Bytes - 1)) / sizeof(T);
        return array;
    }
}
