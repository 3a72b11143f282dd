namespace Mem0Sharp.Tests.Keeping;

/// <summary>A stream during each of whose writes something else happens.</summary>
internal sealed class WritingStream(Func<Task> meanwhile) : MemoryStream
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await meanwhile();
        await base.WriteAsync(buffer, cancellationToken);
    }
}
