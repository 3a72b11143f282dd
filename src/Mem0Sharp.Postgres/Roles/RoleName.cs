namespace Mem0Sharp.Postgres;

/// <summary>The names of roles, which stand in statements as a schema's does.</summary>
internal static class RoleName
{
    // Policies are named after a role: 63 with the word behind it.
    private const int Longest = 50;

    /// <exception cref="MemoryValidationException">One cannot be a role's, or two are the same.</exception>
    public static void Validate(PostgresStoreOptions options)
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
                throw new MemoryValidationException(
                    setting, "The name of the role is none that is accepted.", $"Give 1 to {Longest} lower-case letters, digits and underscores, no digit first.");
            }

            if (!names.Add(name))
            {
                throw new MemoryValidationException(setting, "Two settings name the same role.", "Give each a role of its own.");
            }
        }
    }
}
