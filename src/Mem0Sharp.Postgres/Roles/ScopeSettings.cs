namespace Mem0Sharp.Postgres;

/// <summary>The settings that name, for one transaction, whose rows a reader sees.</summary>
internal static class ScopeSettings
{
    public const string User = "mem0sharp.user_id", Agent = "mem0sharp.agent_id", Run = "mem0sharp.run_id", App = "mem0sharp.app_id";

    // By functions, which take parameters; each is undone by the end of the transaction. All four are set: none is left from before.
    private const string Sql =
        $"SELECT set_config('{User}', $1, true), set_config('{Agent}', $2, true), set_config('{Run}', $3, true), set_config('{App}', $4, true), "
        + "set_config('role', $5, true)";

    /// <summary>Makes the rest of the transaction the reader's, who sees the scope's rows alone.</summary>
    public static void AddTo(PostgresBatch batch, MemoryScope scope, string role) => batch.Add(Sql)
        .With(scope.UserId ?? string.Empty).With(scope.AgentId ?? string.Empty).With(scope.RunId ?? string.Empty).With(scope.AppId ?? string.Empty)
        .With(role);
}
