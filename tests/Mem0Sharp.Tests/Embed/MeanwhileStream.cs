namespace Mem0Sharp.Tests.Embed;

/// <summary>A stream that is written to another, and does something once, after the first write.</summary>
internal sealed class MeanwhileStream(Stream inner, Func<Task> meanwhile) : Stream
{
    private Func<Task>? _meanwhile = meanwhile;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        if (Interlocked.Exchange(ref _meanwhile, null) is { } work)
        {
            await work();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
