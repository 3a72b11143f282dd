namespace Mem0Sharp.Postgres;

/// <summary>A caller's words in a column: PostgreSQL has no text with the character 0, so that and the backslash are written with one before it.</summary>
internal static class PostgresText
{
    public static string? Write(string? text) =>
        text is null || text.AsSpan().IndexOfAny('\\', '\0') < 0
            ? text
            : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal);

    public static string? Read(string? column)
    {
        if (column is null || !column.Contains('\\', StringComparison.Ordinal))
        {
            return column;
        }

        System.Text.StringBuilder text = new(column.Length);
        for (int i = 0; i < column.Length; i++)
        {
            text.Append(column[i] != '\\' ? column[i] : column[++i] == '0' ? '\0' : column[i]);
        }

        return text.ToString();
    }
}
