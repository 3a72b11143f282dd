using System.Text;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <content>Links to what is erased.</content>
internal sealed partial class SqliteWriter
{
    private const string LinkingSql = "SELECT memory_id, record FROM history WHERE instr(record, '\"links\":[') > 0";

    private static readonly string VersionsSql =
        $"SELECT {SqliteChecksum.Holds("history", "h")}, sequence, record, new_hash FROM history h WHERE memory_id = $id ORDER BY sequence";

    private static readonly string RewriteSql = $"""
        UPDATE history SET record = CAST($record AS TEXT), old_hash = $old, new_hash = $new, checksum = {SqliteChecksum.Of(
            "history", "", ("record", "CAST($record AS TEXT)"), ("old_hash", "$old"), ("new_hash", "$new"))}
        WHERE sequence = $sequence
        """;

    /// <summary>Takes links to erased memories out of every version of the others, and gives those that had one last a further version.</summary>
    private void Unlink(HashSet<string> erased, DateTimeOffset at, long sequence)
    {
        _sequence = sequence;
        foreach (string id in LinkingTo(erased))
        {
            bool isShown = Head(id) is { IsDeleted: false } newest && ErasedLinks.Has(newest.Item, erased);
            Rewrite(id, erased);
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
        using SqliteDataReader reader = Command(LinkingSql).ExecuteReader();
        while (reader.Read())
        {
            string id = reader.GetString(0);
            if (!ids.Contains(id) && ErasedLinks.Has(SqliteRecord.Read(reader.GetString(1)), erased))
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
            Command(RewriteSql, ("$record", rest), ("$old", before), ("$new", after), ("$sequence", sequence)).ExecuteNonQuery();
            before = after;
        }
    }

    private List<(long Sequence, string Record, string? Hash)> Versions(string memoryId)
    {
        using SqliteDataReader reader = Command(VersionsSql, ("$id", memoryId)).ExecuteReader();
        List<(long, string, string?)> versions = [];
        while (Next(reader))
        {
            versions.Add((reader.GetInt64(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        }

        return versions;
    }
}
