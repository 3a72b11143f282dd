using System.Text.Json;

namespace Mem0Sharp.Faults;

/// <summary>One of the files that a process writes to until it is killed, and what the process said about it.</summary>
internal sealed class CrashFile(string path)
{
    public string Path => path;

    public CrashLedger Ledger { get; } = new();

    /// <summary>Gets how many writes the last process said it had made.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Gets the number of the last write that any process began.</summary>
    public int Number { get; private set; }

    /// <summary>Gets the write that the last process had begun and not ended.</summary>
    public CrashWrite? Pending { get; private set; }

    /// <summary>Forgets the last process, but not what it said had happened.</summary>
    public void Begin()
    {
        Acknowledged = 0;
        Pending = null;
    }

    /// <summary>Reads a line of the process: the number of a file, a sign, and a write.</summary>
    /// <returns>Whether it said that a write had happened.</returns>
    public static bool Read(string line, IReadOnlyList<CrashFile> files)
    {
        int sign = line.AsSpan().IndexOfAny(CrashChild.Begins, CrashChild.Done);
        if (sign < 1 || Write(line[(sign + 1)..]) is not { } write)
        {
            return false;
        }

        CrashFile file = files[FaultArguments.Number(line[..sign])];
        file.Number = write.Number;
        bool isDone = line[sign] == CrashChild.Done;
        file.Pending = isDone ? null : write;
        if (isDone)
        {
            file.Ledger.Add(write);
            file.Acknowledged++;
        }

        return isDone;
    }

    /// <returns>What the text says, or null for half a text.</returns>
    private static CrashWrite? Write(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<CrashWrite>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
