using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.Postgres;

/// <summary>Where a memory lies: the user that it was born with or, without one, the agent, the run or the app, as a number.</summary>
internal static class ScopeOwner
{
    private const string Empty = "{}";

    /// <summary>Gets the number. It is of the ids that a memory never loses, so it never changes.</summary>
    public static long Of(MemoryScope scope) => scope switch
    {
        { UserId: { } user } => Of(ScopeKind.User, user),
        { AgentId: { } agent } => Of(ScopeKind.Agent, agent),
        { RunId: { } run } => Of(ScopeKind.Run, run),
        _ => Of(ScopeKind.App, scope.AppId!),
    };

    /// <summary>Gets the rows of the directory that lead to a memory: from each agent, run and app; a user's own number is known.</summary>
    public static IEnumerable<(ScopeKind Kind, string Value)> DirectoryOf(MemoryItem item)
    {
        foreach (string agent in AgentsOf(item))
        {
            yield return (ScopeKind.Agent, agent);
        }

        foreach (string run in RunsOf(item))
        {
            yield return (ScopeKind.Run, run);
        }

        if (item.Scope.AppId is { } app)
        {
            yield return (ScopeKind.App, app);
        }
    }

    /// <summary>Gets the agents from which a memory is found.</summary>
    public static string[] AgentsOf(MemoryItem item) => Distinct(item.Scope.AgentId, item.LinkedAgentIds);

    /// <summary>Gets the runs from which a memory is found.</summary>
    public static string[] RunsOf(MemoryItem item) => Distinct(item.Scope.RunId, item.LinkedRunIds);

    /// <summary>Gets the condition that a row of memories or vectors is found in a scope: the values go by numbers from the given one on.</summary>
    /// <param name="scope">The scope, or null for everything.</param>
    /// <param name="alias">What the table is called.</param>
    /// <param name="first">The number of the first parameter: as many follow as ids are named, and one more before them where a user is.</param>
    public static string Condition(MemoryScope? scope, string alias, int first)
    {
        if (scope is null)
        {
            return "TRUE";
        }

        List<string> conditions = [];
        int number = first;
        if (scope.UserId is not null)
        {
            conditions.Add($"{alias}.owner = ${number}::bigint AND {alias}.user_id = ${number + 1}");
            number += 2;
        }

        foreach ((string? value, ScopeKind kind) in ((string?, ScopeKind)[])
            [(scope.AgentId, ScopeKind.Agent), (scope.RunId, ScopeKind.Run), (scope.AppId, ScopeKind.App)])
        {
            if (value is null)
            {
                continue;
            }

            string place = $"${number++}";
            if (scope.UserId is null)
            {
                conditions.Add($"{alias}.owner IN (SELECT o.owner FROM %.owners o WHERE o.kind = {(int)kind} AND o.value = {place})");
            }

            conditions.Add(HoldsSql(kind, alias, place));
        }

        return string.Join(" AND ", conditions);
    }

    /// <summary>Gets the condition that a row is found from an agent, a run or an app.</summary>
    public static string HoldsSql(ScopeKind kind, string alias, string value) => kind switch
    {
        ScopeKind.Agent => $"{alias}.agents <> '{Empty}' AND {alias}.agents @> ARRAY[{value}]",
        ScopeKind.Run => $"{alias}.runs <> '{Empty}' AND {alias}.runs @> ARRAY[{value}]",
        _ => $"{alias}.app_id = {value}",
    };

    /// <summary>Gets the values of <see cref="Condition"/>, in its order.</summary>
    public static IEnumerable<string> Values(MemoryScope? scope)
    {
        if (scope?.UserId is { } user)
        {
            yield return Of(ScopeKind.User, user).ToString(System.Globalization.CultureInfo.InvariantCulture);
            yield return user;
        }

        foreach (string? id in (string?[])[scope?.AgentId, scope?.RunId, scope?.AppId])
        {
            if (id is not null)
            {
                yield return id;
            }
        }
    }

    private static long Of(ScopeKind kind, string value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{(short)kind} {value}"), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private static string[] Distinct(string? own, IReadOnlyList<string> linked) =>
        own is null && linked.Count == 0 ? [] : [.. (own is null ? linked : linked.Prepend(own)).Distinct(StringComparer.Ordinal)];
}
