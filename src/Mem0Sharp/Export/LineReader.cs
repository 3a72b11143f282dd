namespace Mem0Sharp;

/// <summary>Reads lines of bytes, one at a time, however long the stream is.</summary>
internal sealed class LineReader(Stream stream, int longest)
{
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Gets the number of the line that was read last; 0 before the first.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the next line, without its end. It holds until the next call.</summary>
    /// <returns>The line; null at the end.</returns>
    /// <exception cref="MemoryExportException">It is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        for (int searched = _start; ;)
        {
            int found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return Take(searched + found, next: searched + found + 1);
            }

            if (_isAtEnd)
            {
                return _start == _end ? (ReadOnlyMemory<byte>?)null : Take(_end, _end); // A plain null would be an empty line.
            }

            searched = _end - _start;
            if (searched > longest)
            {
                throw new MemoryExportException(Line + 1, "It is longer than a line of an export can be.");
            }

            MakeRoom();
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _isAtEnd = read == 0;
            _end += read;
        }
    }

    private ReadOnlyMemory<byte> Take(int end, int next)
    {
        Line++;
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, end - _start);
        _start = next;
        return line;
    }

    /// <summary>Moves what is not taken yet to the front, and makes the buffer larger when it is full of one line.</summary>
    private void MakeRoom()
    {
        byte[] target = _end - _start > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, _end - _start);
    }
}
