namespace Mem0Sharp;

/// <summary>Settings of adding many conversations.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryAddManyOptions
{
    /// <summary>Gets how many conversations are added at a time, of different users: those of one are added one after another.</summary>
    /// <value>1 to 64. Default 4.</value>
    public int Concurrency { get; init; } = 4;

    /// <summary>Gets how many messages of a conversation are added in one go; those before them go along as context.</summary>
    /// <value>1 to <see cref="MemoryLimits.Messages"/>. Default 20.</value>
    public int MessagesPerAdd { get; init; } = 20;

    /// <summary>Gets who is told after each conversation. Default null: nobody.</summary>
    public IProgress<MemoryAddProgress>? Progress { get; init; }
}
