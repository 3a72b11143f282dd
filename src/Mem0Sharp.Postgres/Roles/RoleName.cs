namespace Mem0Sharp.Postgres;

/// <summary>The names of roles, which stand in statements as a schema's does.</summary>
internal static class RoleName
{
    // Policies are named after a role: 63 with the word behind it.
    private const int Longest = 50;

    /// <summary>Gets what cannot be a role's name, or is two roles'.</summary>
    public static IEnumerable<MemoryValidationException> Problems(PostgresStoreOptions options)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach ((string setting, string? name) in ((string, string?)[])
            [(nameof(options.ReaderRole), options.ReaderRole), (nameof(options.ClaimsRole), options.ClaimsRole),
            (nameof(options.ApplicationRole), options.ApplicationRole)])
        {
            if (name is null)
            {
                continue;
            }

            // "none" takes a role back, "public" is everybody.
            if (!SchemaName.IsValid(name) || name.Length > Longest || name is "none" or "public")
            {
                yield return new MemoryValidationException(
                    setting,
                    "The name of the role is none that is accepted.",
                    $"Give 1 to {Longest} lower-case letters, digits and underscores, no digit first.");
            }
            else if (!names.Add(name))
            {
                yield return new MemoryValidationException(setting, "Two settings name the same role.", "Give each a role of its own.");
            }
        }
    }
}
