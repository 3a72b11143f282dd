using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mem0Sharp.Chroma;

/// <summary>
/// Which record: one version of one memory. A record is written once and never changed, so that two hosts that write the same write the same,
/// and one that is late cannot overwrite what is newer.
/// </summary>
internal readonly record struct RecordKey(string MemoryId, int Version, RecordKind Kind)
{
    private const string Kinds = "wvd";

    /// <summary>Gets the record's id in Chroma: for instance <c>v3:0199…</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Kinds[(int)Kind]}{Version}:{MemoryId}");

    public bool IsDeleted => Kind == RecordKind.Deleted;

    public static bool TryParse(string id, [NotNullWhen(true)] out RecordKey? key)
    {
        key = null;
        int colon = id.IndexOf(':', StringComparison.Ordinal);
        if (colon < 2 || colon == id.Length - 1 || Kinds.IndexOf(id[0], StringComparison.Ordinal) is not (>= 0 and int kind)
            || !int.TryParse(id.AsSpan(1, colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int version))
        {
            return false;
        }

        key = new RecordKey(id[(colon + 1)..], version, (RecordKind)kind);
        return true;
    }

    /// <summary>Tells whether this holds and the other does not. Of one memory.</summary>
    public bool IsNewerThan(RecordKey other) => (Version, (int)Kind).CompareTo((other.Version, (int)other.Kind)) > 0;
}
