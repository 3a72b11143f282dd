using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Lets in the roles that the settings name, and tells a role what it lacks.</summary>
internal static class RoleAccess
{
    private const string Message = "The role lacks rights on what the memory needs.";

    // A table of a later step has neither yet, so it is noticed.
    private const string GivenSql = """
        WITH tables AS (
            SELECT c.oid, c.relname, c.relrowsecurity, c.relispartition FROM pg_class c
            WHERE c.relnamespace = to_regnamespace($1) AND c.relkind IN ('r', 'p') AND c.relname <> 'format'
        ), policies AS (
            SELECT p.polrelid, r.rolname::text AS role FROM pg_policy p JOIN tables t ON t.oid = p.polrelid JOIN pg_roles r ON r.oid = ANY(p.polroles)
        )
        SELECT (($2 IS NULL AND $3 IS NULL) OR NOT EXISTS (SELECT FROM tables WHERE NOT relrowsecurity))
            AND ($2 IS NULL OR EXISTS (SELECT FROM tables t JOIN policies p ON p.polrelid = t.oid WHERE t.relname = 'state' AND p.role = $2))
            AND ($3 IS NULL OR EXISTS (SELECT FROM tables t JOIN policies p ON p.polrelid = t.oid WHERE t.relname = 'memories' AND p.role = $3))
            AND ($4 IS NULL OR NOT EXISTS (
                SELECT FROM tables t WHERE NOT t.relispartition AND NOT EXISTS (SELECT FROM policies p WHERE p.polrelid = t.oid AND p.role = $4)))
        """;

    // The sequence of an identity column needs no right of its own.
    private const string LacksSql = """
        WITH objects AS (
            SELECT c.oid, c.relname, c.relkind FROM pg_class c
            WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S') AND NOT c.relispartition
                AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
        ), needed AS (
            SELECT current_user::text AS role, o.*, p AS privilege FROM objects o, unnest((CASE WHEN o.relkind = 'S' THEN '{USAGE}'
                WHEN o.relname = 'format' THEN '{SELECT}' WHEN o.relname = 'state' THEN '{SELECT,UPDATE}' ELSE '{SELECT,INSERT,UPDATE,DELETE}' END)::text[]) p
            WHERE o.relkind <> 'v'
            UNION ALL
            SELECT $2, o.*, 'SELECT' FROM objects o WHERE $2 IS NOT NULL AND o.relname = ANY(string_to_array($3, ','))
        ), roles AS (
            SELECT current_user::text AS role UNION SELECT $2 WHERE $2 IS NOT NULL
        )
        SELECT format('GRANT USAGE ON SCHEMA %s TO %I', n.oid::regnamespace, r.role) FROM roles r, pg_namespace n
            WHERE (n.nspname = $1 OR n.oid = (SELECT extnamespace FROM pg_extension WHERE extname = 'vector'))
                AND NOT has_schema_privilege(r.role, n.oid, 'USAGE')
        UNION ALL
        SELECT format('GRANT %s ON %s%I.%I TO %I', string_agg(privilege, ', '), CASE relkind WHEN 'S' THEN 'SEQUENCE ' END, $1, relname, role) FROM needed
            WHERE NOT CASE relkind WHEN 'S' THEN has_sequence_privilege(role, oid, privilege) ELSE has_table_privilege(role, oid, privilege) END
            GROUP BY role, relkind, relname
        UNION ALL
        SELECT format('GRANT %I TO %I', $2, current_user)
            WHERE $2 IS NOT NULL AND NOT pg_has_role($2, CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)
        """;

    // Behind row security, whoever has no policy reads nothing, and no error says so.
    private const string HiddenSql = """
        SELECT row_security_active(c.oid) AND NOT EXISTS (SELECT FROM pg_policy p, unnest(p.polroles) r
            WHERE p.polrelid = c.oid AND p.polcmd = '*' AND (r = 0 OR pg_has_role(r, 'USAGE')))
        FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relname IN ('history', 'memories', 'vectors') ORDER BY 1 DESC LIMIT 1
        """;

    /// <summary>Tells whether the roles have been let in. Only the catalogs are read.</summary>
    public static async Task<bool> IsGivenAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        PostgresStoreOptions options = database.Options;
        return options is { ReaderRole: null, ClaimsRole: null, ApplicationRole: null } || (await SchemaCommand.RowsAsync(
            connection, GivenSql, row => row.GetBoolean(0), cancellationToken, options.Schema, options.ReaderRole, options.ClaimsRole, options.ApplicationRole)
            .ConfigureAwait(false))[0];
    }

    /// <summary>Lets them in.</summary>
    /// <exception cref="MemoryConfigurationException">One does not exist, or the tables are another role's.</exception>
    public static Task GiveAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken) => SchemaErrors.DoAsync(
        () => SchemaCommand.RunAsync(connection, RolePolicies.Sql(database.Options), cancellationToken),
        "The roles that the settings name could not be let in: one does not exist, or the tables are not this role's to change.",
        "Create the roles (CREATE ROLE … NOLOGIN), then open the memory once as the tables' owner, or run what PostgresSchemaScript.Create gives.");

    /// <exception cref="MemoryConfigurationException">The role lacks a right: the suggestion says what to grant.</exception>
    public static async Task EnsureAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<string> lacks = await SchemaCommand.RowsAsync(
            connection, LacksSql, row => row.GetString(0), cancellationToken,
            database.Schema, database.Options.ReaderRole, string.Join(',', RolePolicies.ReaderTables)).ConfigureAwait(false);
        if (lacks.Count > 0)
        {
            throw Lacks(lacks);
        }

        if ((await SchemaCommand.RowsAsync(connection, HiddenSql, row => row.GetBoolean(0), cancellationToken, database.Schema).ConfigureAwait(false))[0])
        {
            throw new MemoryConfigurationException(
                "Row security hides the memory's tables from this role.",
                "Name the role in PostgresStoreOptions.ApplicationRole and open the memory as the tables' owner, or run what PostgresSchemaScript gives.");
        }
    }

    public static MemoryConfigurationException Lacks(IEnumerable<string> grants) =>
        new(Message, $"Run: {string.Join("; ", grants)}.");
}
