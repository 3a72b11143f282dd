using System.Text;

namespace Mem0Sharp;

/// <content>Links to what is erased.</content>
internal sealed partial class SqliteWriter
{
    private const string LinkingSql = "SELECT memory_id, record FROM history WHERE instr(record, '\"links\":[') > 0";

    private static readonly string VersionsSql =
        $"SELECT {SqliteChecksum.Holds("history", "h")}, sequence, record, new_hash FROM history h WHERE memory_id = $id ORDER BY sequence";

    private static readonly string RewriteSql = $"""
        UPDATE history SET record = $record, old_hash = $old, new_hash = $new, checksum = {SqliteChecksum.Of(
            "history", "", ("record", "$record"), ("old_hash", "$old"), ("new_hash", "$new"))}
        WHERE sequence = $sequence
        """;

    /// <summary>Takes links to erased memories out of every version of the others, and gives those that last had one to what is told a further version.</summary>
    private void Unlink(HashSet<string> erased, IReadOnlySet<string> told, DateTimeOffset at, long sequence)
    {
        _sequence = sequence;
        foreach (string id in LinkingTo(erased))
        {
            bool isShown = Head(id) is { IsDeleted: false } newest && ErasedLinks.Has(newest.Item, told);
            Rewrite(id, erased);
            _heads.Remove(id);
            if (isShown && Head(id) is { } head)
            {
                Append(head, ErasedLinks.Append(head.Item, at));
            }
        }
    }

    /// <summary>Gets the memories of which a version links to an erased one.</summary>
    private HashSet<string> LinkingTo(HashSet<string> erased)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        using SqliteRows rows = Statement(LinkingSql).Rows();
        while (rows.Read())
        {
            string id = rows.GetString(0);
            if (!ids.Contains(id) && ErasedLinks.Has(SqliteRecord.Read(rows.Bytes(1)), erased))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    /// <summary>Writes a memory's versions anew, with the chain of hashes that they have then.</summary>
    private void Rewrite(string memoryId, HashSet<string> erased)
    {
        string? before = null;
        foreach ((long sequence, string record, string? hash) in Versions(memoryId))
        {
            MemoryItem item = SqliteRecord.Read(record);
            byte[] rest = ErasedLinks.Has(item, erased) ? HistoryRecord.Write(ErasedLinks.Without(item, erased)) : Encoding.UTF8.GetBytes(record);
            string? after = ErasedLinks.Has(item, erased) ? Sha256.Of(rest) : hash;
            Statement(RewriteSql, ("$record", SqliteValue.Utf8(rest)), ("$old", before), ("$new", after), ("$sequence", sequence)).Run();
            before = after;
        }
    }

    private List<(long Sequence, string Record, string? Hash)> Versions(string memoryId)
    {
        using SqliteRows rows = Statement(VersionsSql, ("$id", memoryId)).Rows();
        List<(long, string, string?)> versions = [];
        while (Next(rows))
        {
            versions.Add((rows.GetInt64(1), rows.GetString(2), rows.Text(3)));
        }

        return versions;
    }
}
