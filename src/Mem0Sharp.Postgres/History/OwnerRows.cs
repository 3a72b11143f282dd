namespace Mem0Sharp.Postgres;

/// <summary>The directory that leads from an agent, a run or an app to the owners that have memories of it.</summary>
internal static class OwnerRows
{
    /// <summary>Takes out the rows of a value that lead to no memory any more.</summary>
    public static void AddRemoval(PostgresBatch batch, ScopeKind kind, string value) => batch
        .Add($"""
            DELETE FROM %.owners o WHERE o.kind = {(int)kind} AND o.value = $1
                AND NOT EXISTS (SELECT FROM %.memories m WHERE m.owner = o.owner AND {ScopeOwner.HoldsSql(kind, "m", "$1")})
            """)
        .With(value);
}
