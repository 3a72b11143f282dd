namespace Mem0Sharp.Faults;

/// <summary>A name in a folder: the files that it has meant one after the other, and which of them it means on the disk for certain.</summary>
internal sealed class DiskName
{
    private readonly List<DiskFile?> _files = [null];
    private int _flushed;

    /// <summary>Gets the file that it means now, or null when there is none.</summary>
    public DiskFile? Now => _files[^1];

    /// <summary>The name means another file from here on, or none.</summary>
    public void Mean(DiskFile? file) => _files.Add(file);

    public void Flush() => _flushed = _files.Count - 1;

    /// <summary>The file that it may mean after a power cut: any since the folder was flushed.</summary>
    public DiskFile? Cut(Random random) => _files[random.Next(_flushed, _files.Count)];
}
