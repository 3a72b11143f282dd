using System.Globalization;
using System.Text;

namespace Mem0Sharp;

/// <summary>The rows of <c>memory_scopes</c>: one for each id under which a memory is, or before its delete was, found.</summary>
internal static class SqliteScope
{
    public const string InsertSql = "INSERT OR IGNORE INTO memory_scopes (kind, value, number) VALUES ($kind, $value, $number)";

    private const long User = 0, Agent = 1, Run = 2, App = 3;

    /// <summary>Gets the ids under which a memory is found; linked agents and runs among them.</summary>
    public static IEnumerable<(long Kind, string Value)> Of(MemoryItem item) =>
    [
        .. Of(item.Scope), .. item.LinkedAgentIds.Select(id => (Agent, id)), .. item.LinkedRunIds.Select(id => (Run, id)),
    ];

    /// <summary>
    /// Makes the query of what is found in a scope, or of everything: one join for each further id, all on the same key, so SQLite
    /// walks the shortest list and probes the others. It ends before WHERE.
    /// </summary>
    public static string SelectSql(string columns, MemoryScope? scope, List<(string, SqliteValue)> parameters) =>
        Sql($"SELECT {columns} FROM memories m JOIN history h ON h.sequence = m.sequence", scope, parameters);

    /// <summary>Makes the query of how many are found in a scope, or in everything: no record is looked at. It ends before WHERE.</summary>
    public static string CountSql(MemoryScope? scope, List<(string, SqliteValue)> parameters) => Sql("SELECT count(*) FROM memories m", scope, parameters);

    private static string Sql(string select, MemoryScope? scope, List<(string, SqliteValue)> parameters)
    {
        StringBuilder sql = new(select);
        List<(long Kind, string Value)> ids = scope is null ? [] : Of(scope);
        for (int i = 0; i < ids.Count; i++)
        {
            sql.Append(
                CultureInfo.InvariantCulture,
                $" JOIN memory_scopes s{i} ON s{i}.kind = $kind{i} AND s{i}.value = $value{i} AND s{i}.number = m.number");
            parameters.Add(($"$kind{i}", ids[i].Kind));
            parameters.Add(($"$value{i}", ids[i].Value));
        }

        return sql.ToString();
    }

    /// <summary>
    /// Gets the column to sort by: the key of the list that is walked. By another that has the same value SQLite would read the whole
    /// scope and sort it before the first row comes.
    /// </summary>
    public static string NumberColumn(MemoryScope? scope) => scope is null ? "m.number" : "s0.number";

    /// <summary>Gets the ids that a scope names, the one with the fewest memories most likely first.</summary>
    private static List<(long Kind, string Value)> Of(MemoryScope scope)
    {
        List<(long, string)> ids = new(4);
        Add(ids, Run, scope.RunId);
        Add(ids, User, scope.UserId);
        Add(ids, Agent, scope.AgentId);
        Add(ids, App, scope.AppId);
        return ids;
    }

    private static void Add(List<(long, string)> ids, long kind, string? id)
    {
        if (id is not null)
        {
            ids.Add((kind, id));
        }
    }
}
