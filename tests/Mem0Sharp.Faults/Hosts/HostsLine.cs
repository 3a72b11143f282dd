namespace Mem0Sharp.Faults;

/// <summary>What a host notes of one call that was answered: a line of its journal.</summary>
/// <param name="Kind">"add", "update", "delete", "undo", "erase", "search", "list" or "conflict".</param>
/// <param name="User">Whose memories it was about.</param>
/// <param name="Began">When it began, in ticks of the clock that all processes of the machine share.</param>
/// <param name="Ended">When it was answered.</param>
/// <param name="Ids">The memories that were written or found.</param>
/// <param name="Users">Whose the memories are that were found, in their order; of a write empty.</param>
/// <param name="Key">Who is said to have made the write: no two writes have the same. Of a read empty.</param>
/// <param name="Version">The version that it made; 0 of an erase, a read and a conflict.</param>
/// <param name="Text">The text that it left; null where it left none.</param>
internal sealed record HostsLine(
    string Kind, string User, long Began, long Ended, IReadOnlyList<string> Ids, IReadOnlyList<string?> Users, string Key, int Version, string? Text)
{
    public bool IsRead => Kind is "search" or "list";

    public bool IsConflict => Kind is "conflict";

    public bool IsErase => Kind is "erase";
}
