namespace Mem0Sharp.Faults;

/// <summary>A file as a disk has it: what was flushed, and what was written since and may be lost.</summary>
internal sealed class DiskFile
{
    private const int Sector = 512;

    private readonly List<TraceStep> _unflushed = [];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Makes a file that is on the disk whole.</summary>
    public static DiskFile Of(byte[] content) => new() { _bytes = content, _length = content.Length };

    /// <summary>Notes a write or a new length.</summary>
    public void Add(TraceStep step) => _unflushed.Add(step);

    public void Flush()
    {
        foreach (TraceStep step in _unflushed)
        {
            Apply(step);
        }

        _unflushed.Clear();
    }

    /// <summary>What the file holds for whoever reads it while the power is on, also after the process was killed.</summary>
    public byte[] Read() => After(copy => copy.Flush());

    /// <summary>
    /// What is left of it after a power cut: of what was not flushed, any part. Of several writes to one place any may be the last that
    /// came to the disk, so it is enough to leave some out: what is kept keeps its order. Of some writes only some sectors are kept.
    /// </summary>
    public byte[] Cut(Random random) => After(copy =>
    {
        double kept = random.Next(4) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
        bool tears = random.Next(2) == 0;
        foreach (TraceStep step in copy._unflushed)
        {
            if (random.NextDouble() >= kept)
            {
                continue;
            }

            if (tears && step.Kind == TraceKind.Write && random.Next(3) == 0)
            {
                foreach (TraceStep sector in Sectors(step))
                {
                    if (random.Next(2) == 0)
                    {
                        copy.Apply(sector);
                    }
                }
            }
            else
            {
                copy.Apply(step);
            }
        }
    });

    private static IEnumerable<TraceStep> Sectors(TraceStep write)
    {
        for (int at = 0; at < write.Data.Length;)
        {
            int size = Math.Min(Sector - (int)((write.Offset + at) % Sector), write.Data.Length - at);
            yield return write with { Offset = write.Offset + at, Data = write.Data[at..(at + size)] };
            at += size;
        }
    }

    private byte[] After(Action<DiskFile> change)
    {
        DiskFile copy = Of(_bytes[.._length]);
        copy._unflushed.AddRange(_unflushed);
        change(copy);
        return copy._bytes[..copy._length];
    }

    private void Apply(TraceStep step)
    {
        int end = (int)step.Offset + step.Data.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
        }

        if (step.Kind == TraceKind.Truncate)
        {
            // Of what is cut off nothing comes back when the file grows again.
            _bytes.AsSpan(Math.Min(end, _length)).Clear();
            _length = end;
            return;
        }

        step.Data.CopyTo(_bytes, step.Offset);
        _length = Math.Max(_length, end);
    }
}
