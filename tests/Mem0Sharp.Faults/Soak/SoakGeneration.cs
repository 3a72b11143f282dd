namespace Mem0Sharp.Faults;

/// <summary>Memories of one user, which are erased together when they are the oldest.</summary>
internal sealed class SoakGeneration(int number)
{
    public MemoryScope Scope { get; } = MemoryScope.ForUser($"user-{number}");

    public List<string> Ids { get; } = [];

    public List<string> Deleted { get; } = [];
}
