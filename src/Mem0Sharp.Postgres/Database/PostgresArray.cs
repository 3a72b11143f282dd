using System.Text;

namespace Mem0Sharp.Postgres;

/// <summary>An array of texts as PostgreSQL writes it, to be cast: arrays of different lengths cannot be a column's values.</summary>
internal static class PostgresArray
{
    public static string Write(IReadOnlyList<string> values)
    {
        StringBuilder text = new("{");
        foreach (string value in values)
        {
            _ = text.Length == 1 ? text.Append('"') : text.Append(",\"");
            text.Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return text.Append('}').ToString();
    }
}
