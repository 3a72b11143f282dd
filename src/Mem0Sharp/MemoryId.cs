namespace Mem0Sharp;

/// <summary>Makes the ids of memories and history rows.</summary>
internal static class MemoryId
{
    /// <summary>Makes a UUIDv7 from the clock given, so that ids sort by creation; a clock before 1970 counts as 1970, where they begin.</summary>
    public static string Create(TimeProvider time) => Create(time.GetUtcNow());

#pragma warning disable RS0030 // The one place that may: the instant is the caller's, not the ambient clock's.
    public static string Create(DateTimeOffset at) => Guid.CreateVersion7(at < DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : at).ToString();
#pragma warning restore RS0030
}
