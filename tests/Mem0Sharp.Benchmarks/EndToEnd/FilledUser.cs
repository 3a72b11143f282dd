namespace Mem0Sharp.Benchmarks;

/// <summary>A user, and the memories that it was given at the beginning and keeps.</summary>
/// <param name="Scope">The user's scope.</param>
/// <param name="Ids">The ids of its memories.</param>
internal sealed record FilledUser(MemoryScope Scope, List<string> Ids)
{
    public static FilledUser Named(string id) => new(MemoryScope.ForUser(id), []);
}
