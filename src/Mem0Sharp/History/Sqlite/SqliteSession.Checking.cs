using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mem0Sharp;

/// <content>Looking whether the file is as it was written.</content>
internal abstract partial class SqliteSession
{
    /// <summary>The property that stands in the file from the removal of rows until their bytes are gone too.</summary>
    protected const string CompactionDue = "compaction_due";

    /// <summary>The property that has the hash of everything that was ever erased.</summary>
    protected const string ErasuresHash = "erasures_hash";

    private static readonly string ErasuresSql = $"""
        SELECT {SqliteChecksum.Holds("erasures", "e")}, memory_id, version, erased_at FROM erasures e WHERE sequence > $after ORDER BY number
        """;

    public List<ErasedMemory> Erasures(long afterSequence)
    {
        using SqliteRows rows = Statement(ErasuresSql, ("$after", afterSequence)).Rows();
        List<ErasedMemory> erased = [];
        while (Next(rows))
        {
            erased.Add(new ErasedMemory(rows.GetString(1), rows.GetInt32(2), SqliteRecord.ReadInstant(rows.GetString(3))));
        }

        return erased;
    }

    /// <summary>Gets everything that is not as it should be.</summary>
    public List<string> Check()
    {
        List<string> problems = Damage();
        if (Property(CompactionDue) is not null)
        {
            problems.Add("An erase is not finished: its bytes are still in the file. Open the file again when nobody else reads it.");
        }

        return problems;
    }

    /// <summary>Asks SQLite whether the file is sound, the rows whether they are as they were written, and the tables whether they belong together.</summary>
    /// <returns>What is wrong, in words that quote nothing.</returns>
    protected List<string> Damage()
    {
        List<string> problems = [];
        using (SqliteRows rows = Statement("PRAGMA integrity_check").Rows())
        {
            while (rows.Read())
            {
                if (rows.GetString(0) is not "ok")
                {
                    // Not SQLite's own words: they may quote a value.
                    problems.Add("SQLite finds the file damaged.");
                    break;
                }
            }
        }

        foreach ((string sql, string problem) in SqliteConsistency.Rules)
        {
            try
            {
                if (Statement(sql).Number() is > 0 and long count)
                {
                    problems.Add($"{count} {problem}");
                }
            }
            catch (SqliteException damage) when (damage.SqliteErrorCode is raw.SQLITE_ERROR or raw.SQLITE_CORRUPT)
            {
                // A record that is no JSON, or a page that is none.
                problems.Add($"It cannot be told whether {problem}");
            }
        }

        if (!AreErasuresAsWritten())
        {
            problems.Add("The record of what was erased is not what was written: its hash is another one.");
        }

        return problems;
    }

    protected string? Property(string name) =>
        Statement("SELECT value FROM properties WHERE name = $name", ("$name", name)).Text();

    /// <summary>Goes to the next row, which says in its first column whether it is as it was written.</summary>
    /// <exception cref="MemoryStoreException">It is not.</exception>
    protected static bool Next(SqliteRows rows)
    {
        if (!rows.Read())
        {
            return false;
        }

        Verify(rows);
        return true;
    }

    /// <exception cref="MemoryStoreException">The row is not as it was written.</exception>
    protected static void Verify(SqliteRows rows, int column = 0)
    {
        if (rows.GetInt64(column) == 0)
        {
            throw Damaged();
        }
    }

    protected static MemoryStoreException Damaged() => new("A row of the memory file is not as it was written: the file is damaged.");

    private bool AreErasuresAsWritten()
    {
        try
        {
            return string.Equals(ErasureChain.Of(Erasures(afterSequence: 0)), Property(ErasuresHash) ?? string.Empty, StringComparison.Ordinal);
        }
        catch (MemoryStoreException)
        {
            return false;
        }
    }
}
