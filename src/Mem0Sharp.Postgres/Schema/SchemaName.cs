namespace Mem0Sharp.Postgres;

/// <summary>The name of a schema: the only part of a statement that is not written in this package.</summary>
internal static class SchemaName
{
    private const int Longest = 63;

    /// <summary>Tells whether a name needs no quoting and hides nothing: so no statement can be changed by it.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= Longest }
        && !char.IsAsciiDigit(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
