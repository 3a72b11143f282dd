namespace Mem0Sharp.Tests.Keeping;

/// <summary>A stream whose last line never ends.</summary>
internal sealed class EndlessStream(byte[] beginning) : MemoryStream
{
    private int _taken;

    public long Given { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int known = Math.Min(buffer.Length, beginning.Length - _taken);
        beginning.AsSpan(_taken, known).CopyTo(buffer.Span);
        buffer.Span[known..].Fill((byte)'x');
        _taken += known;
        Given += buffer.Length;
        return ValueTask.FromResult(buffer.Length);
    }
}
