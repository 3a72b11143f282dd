namespace Mem0Sharp.Postgres;

/// <summary>What a search leaves out besides the scope: by id, trust and expiry in the database, by the filter here.</summary>
internal static class Bounds
{
    /// <summary>Adds the condition and its values, from the given parameter on.</summary>
    public static string Sql(int first) =>
        $"(${first}::text[] IS NULL OR m.memory_id = ANY(${first})) AND (${first + 1}::smallint IS NULL OR m.trust >= ${first + 1}) "
        + $"AND (${first + 2}::bigint IS NULL OR m.expires_at IS NULL OR m.expires_at > ${first + 2})";

    public static PostgresBatch With(PostgresBatch batch, IReadOnlyCollection<string>? ids, MemoryTrust? minTrust, DateTimeOffset? activeAt) => batch
        .With(ids is null ? null : [.. ids.Distinct(StringComparer.Ordinal)])
        .With((short?)minTrust)
        .With(activeAt?.UtcTicks);
}
