using System.Globalization;
using System.Text;

namespace Mem0Sharp.Postgres;

/// <summary>The terms of a text as a <c>tsvector</c>: the library's own terms, each at as many positions as it occurs.</summary>
internal static class TermVector
{
    /// <summary>The most positions of a term that PostgreSQL keeps.</summary>
    private const int MostPositions = 255;

    public static string Write(MemoryKeywords keywords)
    {
        StringBuilder text = new();
        foreach ((string term, int occurrences) in keywords.Terms)
        {
            text.Append(Quote(term));
            for (int position = 1; position <= Math.Min(occurrences, MostPositions); position++)
            {
                text.Append(position == 1 ? ':' : ',').Append(position.ToString(CultureInfo.InvariantCulture));
            }

            text.Append(' ');
        }

        return text.ToString();
    }

    /// <summary>Writes a term so that nothing in it means anything to PostgreSQL.</summary>
    public static string Quote(string term) =>
        $"'{term.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
