namespace Mem0Sharp;

/// <summary>Whose memories: a user, an agent, a run, an app, or several of them together. Never none.</summary>
/// <remarks>
/// A scope given to a read is a filter: every id it names must match, and ids that it does not name match anything. Ids are
/// compared ordinally. Immutable and thread-safe; equal when all ids are equal.
/// </remarks>
public sealed class MemoryScope : IEquatable<MemoryScope>
{
    private MemoryScope(string? userId, string? agentId, string? runId, string? appId)
    {
        UserId = Check(userId, nameof(userId));
        AgentId = Check(agentId, nameof(agentId));
        RunId = Check(runId, nameof(runId));
        AppId = Check(appId, nameof(appId));
    }

    /// <summary>Gets the user's id, or null when the scope names no user.</summary>
    public string? UserId { get; }

    /// <summary>Gets the agent's id, or null when the scope names no agent.</summary>
    public string? AgentId { get; }

    /// <summary>Gets the id of the run (the session or conversation), or null when the scope names no run.</summary>
    public string? RunId { get; }

    /// <summary>Gets the application's id, or null when the scope names no application.</summary>
    public string? AppId { get; }

    /// <summary>
    /// Gets where a fact of this scope may be known already: all that the user has or, without a user, the agent or the run. A fact
    /// told to another agent, or in another run, is still the same fact.
    /// </summary>
    internal MemoryScope Knowledge => this switch
    {
        { AgentId: null, RunId: null } => this,
        { UserId: not null } => new MemoryScope(UserId, agentId: null, runId: null, AppId),
        { AgentId: not null } => new MemoryScope(userId: null, AgentId, runId: null, AppId),
        _ => this,
    };

    /// <summary>Makes a scope of a user and, where given, of an agent, a run and an app.</summary>
    /// <param name="userId">1 to <see cref="MemoryLimits.IdLength"/> characters, no white space or control character.</param>
    /// <param name="agentId">The same, or null.</param>
    /// <param name="runId">The same, or null.</param>
    /// <param name="appId">The same, or null.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="MemoryValidationException">An id is blank, too long, or holds white space.</exception>
    public static MemoryScope ForUser(string userId, string? agentId = null, string? runId = null, string? appId = null)
    {
        ArgumentNullException.ThrowIfNull(userId);
        return new MemoryScope(userId, agentId, runId, appId);
    }

    /// <summary>Makes a scope of an agent and, where given, of a run and an app.</summary>
    /// <param name="agentId">1 to <see cref="MemoryLimits.IdLength"/> characters, no white space or control character.</param>
    /// <param name="runId">The same, or null.</param>
    /// <param name="appId">The same, or null.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="MemoryValidationException">An id is blank, too long, or holds white space.</exception>
    public static MemoryScope ForAgent(string agentId, string? runId = null, string? appId = null)
    {
        ArgumentNullException.ThrowIfNull(agentId);
        return new MemoryScope(null, agentId, runId, appId);
    }

    /// <summary>Makes a scope of a run and, where given, of an app.</summary>
    /// <param name="runId">1 to <see cref="MemoryLimits.IdLength"/> characters, no white space or control character.</param>
    /// <param name="appId">The same, or null.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="MemoryValidationException">An id is blank, too long, or holds white space.</exception>
    public static MemoryScope ForRun(string runId, string? appId = null)
    {
        ArgumentNullException.ThrowIfNull(runId);
        return new MemoryScope(null, null, runId, appId);
    }

    /// <summary>Makes a scope of an app.</summary>
    /// <param name="appId">1 to <see cref="MemoryLimits.IdLength"/> characters, no white space or control character.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="MemoryValidationException">The id is blank, too long, or holds white space.</exception>
    public static MemoryScope ForApp(string appId)
    {
        ArgumentNullException.ThrowIfNull(appId);
        return new MemoryScope(null, null, null, appId);
    }

    /// <summary>Makes a scope of whichever ids are given, for instance from a request.</summary>
    /// <param name="userId">1 to <see cref="MemoryLimits.IdLength"/> characters without white space, or null.</param>
    /// <param name="agentId">The same, or null.</param>
    /// <param name="runId">The same, or null.</param>
    /// <param name="appId">The same, or null.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="MemoryValidationException">All four are null, or an id is blank, too long, or holds white space.</exception>
    public static MemoryScope Create(string? userId = null, string? agentId = null, string? runId = null, string? appId = null) =>
        userId is null && agentId is null && runId is null && appId is null
            ? throw new MemoryValidationException(
                "scope", "A scope names nobody.", "Give at least one of user id, agent id, run id and app id.")
            : new MemoryScope(userId, agentId, runId, appId);

    /// <summary>Tells whether a memory is found in this scope.</summary>
    /// <param name="item">The memory.</param>
    /// <returns>True when each id that this scope names is the memory's own or, for agents and runs, linked to it.</returns>
    public bool Contains(MemoryItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return (UserId is null || string.Equals(UserId, item.Scope.UserId, StringComparison.Ordinal))
            && (AppId is null || string.Equals(AppId, item.Scope.AppId, StringComparison.Ordinal))
            && (AgentId is null || string.Equals(AgentId, item.Scope.AgentId, StringComparison.Ordinal) || Has(item.LinkedAgentIds, AgentId))
            && (RunId is null || string.Equals(RunId, item.Scope.RunId, StringComparison.Ordinal) || Has(item.LinkedRunIds, RunId));
    }

    /// <summary>Tells whether another scope names every id that this one names: what is found there is found here.</summary>
    internal bool Covers(MemoryScope other) =>
        (UserId is null || string.Equals(UserId, other.UserId, StringComparison.Ordinal))
        && (AgentId is null || string.Equals(AgentId, other.AgentId, StringComparison.Ordinal))
        && (RunId is null || string.Equals(RunId, other.RunId, StringComparison.Ordinal))
        && (AppId is null || string.Equals(AppId, other.AppId, StringComparison.Ordinal));

    /// <summary>Tells whether another scope names one of the ids that this one names.</summary>
    internal bool SharesAnIdWith(MemoryScope other) =>
        (UserId is not null && string.Equals(UserId, other.UserId, StringComparison.Ordinal))
        || (AgentId is not null && string.Equals(AgentId, other.AgentId, StringComparison.Ordinal))
        || (RunId is not null && string.Equals(RunId, other.RunId, StringComparison.Ordinal))
        || (AppId is not null && string.Equals(AppId, other.AppId, StringComparison.Ordinal));

    /// <inheritdoc/>
    public bool Equals(MemoryScope? other) =>
        other is not null
        && string.Equals(UserId, other.UserId, StringComparison.Ordinal)
        && string.Equals(AgentId, other.AgentId, StringComparison.Ordinal)
        && string.Equals(RunId, other.RunId, StringComparison.Ordinal)
        && string.Equals(AppId, other.AppId, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MemoryScope);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(UserId, AgentId, RunId, AppId);

    /// <summary>Names the kinds of id in the scope, never the ids: they are private.</summary>
    /// <returns>For instance "MemoryScope (user, run)".</returns>
    public override string ToString()
    {
        string?[] kinds =
        [
            UserId is null ? null : "user", AgentId is null ? null : "agent", RunId is null ? null : "run", AppId is null ? null : "app",
        ];
        return $"MemoryScope ({string.Join(", ", kinds.Where(kind => kind is not null))})";
    }

    private static bool Has(IReadOnlyList<string> ids, string id)
    {
        for (int i = 0; i < ids.Count; i++)
        {
            if (string.Equals(ids[i], id, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Check(string? id, string parameter) => id is null ? null : Validate.Id(id, parameter);
}
