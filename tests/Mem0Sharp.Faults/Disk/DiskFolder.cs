namespace Mem0Sharp.Faults;

/// <summary>The files of a folder as they are made step by step, and what a kill or a power cut leaves of them.</summary>
/// <remarks>
/// A file's first flush is also that of its name, as on the usual file systems. What SQLite keeps in memory it shares ("-shm") is not
/// looked at: it is made anew by whoever opens the file first.
/// </remarks>
internal sealed class DiskFolder
{
    private readonly SortedDictionary<string, DiskName> _names = new(StringComparer.Ordinal);
    private readonly bool _flushes;

    /// <param name="flushes">Whether a flush does anything; if not, nothing is safe from a power cut.</param>
    /// <param name="files">What is on the disk before the first step.</param>
    public DiskFolder(bool flushes, IReadOnlyDictionary<string, byte[]> files)
    {
        _flushes = flushes;
        foreach ((string name, byte[] content) in files)
        {
            Name(name).Mean(DiskFile.Of([.. content]));
            Name(name).Flush();
        }
    }

    /// <summary>Reads the files of a folder, but for what SQLite shares.</summary>
    public static Dictionary<string, byte[]> Read(string folder) => Directory.EnumerateFiles(folder)
        .Where(path => !IsShared(path))
        .ToDictionary(path => Path.GetFileName(path)!, File.ReadAllBytes, StringComparer.Ordinal);

    /// <summary>Does some of a trace's steps.</summary>
    public void Do(IEnumerable<TraceStep> steps)
    {
        foreach (TraceStep step in steps.Where(step => !IsShared(step.Name)))
        {
            switch (step.Kind)
            {
                case TraceKind.Create:
                    Name(step.Name).Mean(new DiskFile());
                    break;
                case TraceKind.Unlink:
                    Name(step.Name).Mean(null);
                    break;
                case TraceKind.Write or TraceKind.Truncate:
                    Name(step.Name).Now?.Add(step);
                    break;
                case TraceKind.Sync when _flushes:
                    Flush(step.Name);
                    break;
            }
        }
    }

    /// <summary>The files that are there when the process is killed now.</summary>
    public Dictionary<string, byte[]> Kill() => Contents(name => name.Now?.Read());

    /// <summary>Files that may be there when the power is cut now.</summary>
    public Dictionary<string, byte[]> Cut(Random random) => Contents(name => name.Cut(random)?.Cut(random));

    private static bool IsShared(string name) => name.EndsWith("-shm", StringComparison.Ordinal);

    private void Flush(string name)
    {
        if (string.Equals(name, TraceStep.Folder, StringComparison.Ordinal))
        {
            foreach (DiskName each in _names.Values)
            {
                each.Flush();
            }
        }
        else
        {
            Name(name).Now?.Flush();
            Name(name).Flush();
        }
    }

    private DiskName Name(string name)
    {
        if (!_names.TryGetValue(name, out DiskName? found))
        {
            _names.Add(name, found = new DiskName());
        }

        return found;
    }

    private Dictionary<string, byte[]> Contents(Func<DiskName, byte[]?> read)
    {
        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        foreach ((string name, DiskName file) in _names)
        {
            if (read(file) is { } content)
            {
                contents.Add(name, content);
            }
        }

        return contents;
    }
}
