namespace Mem0Sharp.Postgres;

/// <summary>What is there of a memory, as far as every role may know.</summary>
/// <param name="Extension">The schema of pgvector, quoted where it must be; null where the extension is not there.</param>
/// <param name="CanUseExtension">Whether this role may use what is in that schema.</param>
/// <param name="HasSchema">Whether the schema is there.</param>
/// <param name="HasFormat">Whether its table of formats is.</param>
/// <param name="CanReadFormat">Whether this role may read that.</param>
/// <param name="Role">The role, quoted where it must be.</param>
internal sealed record SchemaState(string? Extension, bool CanUseExtension, bool HasSchema, bool HasFormat, bool CanReadFormat, string Role);
