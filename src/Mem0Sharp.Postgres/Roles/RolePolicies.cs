namespace Mem0Sharp.Postgres;

/// <summary>What each role may do and see, as statements that may be run again. The names in them were checked.</summary>
/// <remarks>
/// A policy's expression is taken in when it is made, so nobody's search path changes it. A setting that was local to a transaction is empty
/// afterwards, not null. Rows that name nobody themselves (<c>history</c>, <c>links</c>, <c>memory_ids</c>) are seen where their memory is: by a
/// subquery, which the policies of the same role hold for. A table without a policy for a role shows it nothing.
/// </remarks>
internal static class RolePolicies
{
    private const string Readable = "history, memories, vectors, memory_ids, owners, links, state, format, mem0_history";
    private const string Claimable = "history, memories, vectors, memory_ids, links, mem0_history";
    private const string Claimed = "(SELECT nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub')";

    private static readonly string User = Setting(ScopeSettings.User), Agent = Setting(ScopeSettings.Agent), Run = Setting(ScopeSettings.Run),
        App = Setting(ScopeSettings.App);

    // As MemoryScope.Contains: each id that is named must match, and somebody must be named.
    private static readonly string IsNamed = $"""
        coalesce({User}, {Agent}, {Run}, {App}) IS NOT NULL
            AND ({User} IS NULL OR user_id = {User}) AND ({App} IS NULL OR app_id = {App})
            AND ({Agent} IS NULL OR {Agent} = ANY(agents)) AND ({Run} IS NULL OR {Run} = ANY(runs))
        """;

    // The directory is asked only where no user is named.
    private static readonly string IsOwnerNamed = $"""
        {User} IS NULL AND ((kind = {(int)ScopeKind.Agent} AND value = {Agent}) OR (kind = {(int)ScopeKind.Run} AND value = {Run})
            OR (kind = {(int)ScopeKind.App} AND value = {App}))
        """;

    /// <summary>Gets what a reader reads.</summary>
    public static string[] ReaderTables => Readable.Split(", ");

    /// <summary>Gets the statements; the extension and the tables must be there.</summary>
    public static string Sql(PostgresStoreOptions options)
    {
        List<string> statements = [];
        string schema = options.Schema;
        if (options.ReaderRole is not null || options.ClaimsRole is not null)
        {
            // Partitions too: asked by its own name, each is a table of its own.
            statements.Add(EachTable(schema, "true", $"EXECUTE format('ALTER TABLE {schema}.%I ENABLE ROW LEVEL SECURITY', name);"));
        }

        if (options.ReaderRole is { } reader)
        {
            AddReads(statements, schema, reader, Readable, IsNamed);
            AddPolicy(statements, schema, reader, "owners", IsOwnerNamed);
            AddPolicy(statements, schema, reader, "state", "true");
        }

        if (options.ClaimsRole is { } claims)
        {
            AddReads(statements, schema, claims, Claimable, $"user_id = {Claimed}");
        }

        if (options.ApplicationRole is { } application)
        {
            AddApplication(statements, schema, application, options.ReaderRole);
        }

        return string.Join("\n\n", statements);
    }

    private static void AddReads(List<string> statements, string schema, string role, string tables, string condition)
    {
        statements.Add($"GRANT USAGE ON SCHEMA {schema} TO \"{role}\";\n"
            + $"GRANT SELECT ON {string.Join(", ", tables.Split(", ").Select(table => $"{schema}.{table}"))} TO \"{role}\";");
        statements.Add(Extension(role));
        AddPolicy(statements, schema, role, "memories", condition);
        AddPolicy(statements, schema, role, "vectors", condition);
        AddPolicy(
            statements,
            schema,
            role,
            "memory_ids",
            $"EXISTS (SELECT FROM {schema}.memories m WHERE m.owner = memory_ids.owner AND m.number = memory_ids.number)");
        foreach (string table in (string[])["history", "links"])
        {
            AddPolicy(statements, schema, role, table, $"EXISTS (SELECT FROM {schema}.memory_ids i WHERE i.memory_id = {table}.memory_id)");
        }
    }

    private static void AddPolicy(List<string> statements, string schema, string role, string table, string condition) => statements.Add($"""
        DROP POLICY IF EXISTS "{role}_reads" ON {schema}.{table};
        CREATE POLICY "{role}_reads" ON {schema}.{table} FOR SELECT TO "{role}" USING ({condition});
        """);

    // Without row security its policies wait until there is some: then nothing is hidden from whoever writes.
    private static void AddApplication(List<string> statements, string schema, string role, string? reader)
    {
        statements.Add($"GRANT USAGE ON SCHEMA {schema} TO \"{role}\";\nGRANT SELECT ON {schema}.format TO \"{role}\";");
        statements.Add(Extension(role));
        statements.Add(EachTable(schema, "NOT is_part", $"""
            EXECUTE format('GRANT %s ON {schema}.%I TO "{role}"', CASE name WHEN 'state' THEN 'SELECT, UPDATE' ELSE 'SELECT, INSERT, UPDATE, DELETE' END, name);
                    EXECUTE format('DROP POLICY IF EXISTS "{role}_writes" ON {schema}.%I', name);
                    EXECUTE format('CREATE POLICY "{role}_writes" ON {schema}.%I TO "{role}" USING (true) WITH CHECK (true)', name);
            """));
        statements.Add($"GRANT SELECT ON {schema}.mem0_history TO \"{role}\";\nGRANT USAGE ON SEQUENCE {schema}.numbers TO \"{role}\";");
        if (reader is not null)
        {
            statements.Add(Unless($"pg_has_role('{role}', '{reader}', 'MEMBER')", $"GRANT \"{reader}\" TO \"{role}\";"));
        }
    }

    // Every role has it where nobody took it away; where somebody did, it may be another's to give.
    private static string Extension(string role) => Unless(
        $"(SELECT has_schema_privilege('{role}', extnamespace, 'USAGE') FROM pg_extension WHERE extname = 'vector')",
        $"EXECUTE (SELECT format('GRANT USAGE ON SCHEMA %s TO \"{role}\"', extnamespace::regnamespace) FROM pg_extension WHERE extname = 'vector');");

    private static string Unless(string condition, string work) => $"""
        DO $roles$
        BEGIN
            IF NOT {condition} THEN
                {work}
            END IF;
        END $roles$;
        """;

    private static string EachTable(string schema, string which, string work) => $"""
        DO $roles$
        DECLARE
            name name;
        BEGIN
            FOR name IN SELECT relname FROM (SELECT relname, relispartition AS is_part FROM pg_class
                WHERE relnamespace = '{schema}'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'format') tables WHERE {which} ORDER BY relname
            LOOP
                {work}
            END LOOP;
        END $roles$;
        """;

    private static string Setting(string name) => $"(SELECT nullif(current_setting('{name}', true), ''))";
}
