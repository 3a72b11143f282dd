namespace Mem0Sharp.Postgres.Tests.Faults;

/// <summary>The files of a server, looked through for what must not be in them.</summary>
internal static class DataFolder
{
    /// <summary>Gets which of some bytes stand in any file below a folder of a server's.</summary>
    public static SortedSet<string> Find(string folder, IReadOnlyDictionary<string, byte[]> wanted)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            byte[] bytes = ReadOrNothing(path);
            foreach ((string name, byte[] needle) in wanted)
            {
                if (!found.Contains(name) && bytes.AsSpan().IndexOf(needle) >= 0)
                {
                    found.Add(name);
                }
            }
        }

        return found;
    }

    // A file may go while it is looked for.
    private static byte[] ReadOrNothing(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
