using System.Collections.Concurrent;
using System.Globalization;
using NpgsqlTypes;

namespace Mem0Sharp.Postgres;

/// <summary>Rows of values that one statement takes, however many there are. Not thread-safe.</summary>
/// <remarks>
/// One row goes as values, more go as arrays, one for each column: a statement for each row costs the server more than the row does. PostgreSQL has
/// no array of arrays: a column of texts' arrays (agents, runs) goes as their text, and is cast; vectors go one behind the other, and are cut apart.
/// </remarks>
internal sealed class PostgresRows(params NpgsqlDbType[] types)
{
    /// <summary>The type of the last column where that is a vector.</summary>
    public const NpgsqlDbType Vector = NpgsqlDbType.Array | NpgsqlDbType.Real;

    /// <summary>The most rows of a statement: more would save nothing, and have the server hold all of them at once.</summary>
    private const int MostAtOnce = 1_000;

    // By the statement as it is written here, and whether it is of one row.
    private static readonly ConcurrentDictionary<(string Sql, bool IsOne), string> Statements = new();

    private readonly List<object?[]> _rows = [];

    private bool EndsInVector => types[^1] == Vector;

    /// <summary>Adds a row. A vector is a <see cref="ReadOnlyMemory{T}"/>.</summary>
    public void Add(params object?[] values) => _rows.Add(values);

    /// <summary>Adds a statement that takes all rows, or some where they are very many; none without rows.</summary>
    /// <param name="batch">The statements.</param>
    /// <param name="sql">The statement. "%rows" stands for the rows, as a table that is to be given names.</param>
    public void AddTo(PostgresBatch batch, string sql)
    {
        if (_rows.Count == 1)
        {
            batch.Add(Statements.GetOrAdd((sql, true), key => key.Sql.Replace("%rows", $"(VALUES ({Places("$", types.Length)}))", StringComparison.Ordinal)));
            for (int column = 0; column < types.Length; column++)
            {
                batch.With(types[column], types[column] == Vector ? VectorOf(_rows[0]).ToArray() : _rows[0][column]);
            }

            return;
        }

        foreach (IGrouping<int, object?[]> alike in _rows.GroupBy(row => EndsInVector ? VectorOf(row).Length : 0))
        {
            foreach (object?[][] rows in alike.Chunk(MostAtOnce))
            {
                batch.Add(Statements.GetOrAdd((sql, false), key => key.Sql.Replace("%rows", Arrays(), StringComparison.Ordinal)));
                for (int column = 0; column < (EndsInVector ? types.Length - 1 : types.Length); column++)
                {
                    batch.With(NpgsqlDbType.Array | types[column], ColumnOf(types[column], rows, column));
                }

                if (EndsInVector)
                {
                    batch.With(Joined(rows, alike.Key)).With(alike.Key);
                }
            }
        }
    }

    private static ReadOnlyMemory<float> VectorOf(object?[] row) => (ReadOnlyMemory<float>)row[^1]!;

    private static float[] Joined(object?[][] rows, int length)
    {
        float[] numbers = new float[rows.Length * length];
        for (int i = 0; i < rows.Length; i++)
        {
            VectorOf(rows[i]).Span.CopyTo(numbers.AsSpan(i * length));
        }

        return numbers;
    }

    private static Array ColumnOf(NpgsqlDbType type, object?[][] rows, int column) => type switch
    {
        NpgsqlDbType.Bigint => Array.ConvertAll(rows, row => (long?)row[column]),
        NpgsqlDbType.Integer => Array.ConvertAll(rows, row => (int?)row[column]),
        NpgsqlDbType.Smallint => Array.ConvertAll(rows, row => (short?)row[column]),
        NpgsqlDbType.Boolean => Array.ConvertAll(rows, row => (bool?)row[column]),
        NpgsqlDbType.Text => Array.ConvertAll(rows, row => (string?)row[column]),
        NpgsqlDbType.Bytea => Array.ConvertAll(rows, row => (byte[]?)row[column]),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No column here is of this type."),
    };

    private static string Places(string before, int count) =>
        string.Join(", ", Enumerable.Range(1, count).Select(place => string.Create(CultureInfo.InvariantCulture, $"{before}{place}")));

    private string Arrays()
    {
        if (!EndsInVector)
        {
            return $"unnest({Places("$", types.Length)})";
        }

        int others = types.Length - 1;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            (SELECT {Places("u.c", others)}, ${others + 1}[((u.place - 1) * ${others + 2} + 1)::integer : (u.place * ${others + 2})::integer]
            FROM unnest({Places("$", others)}) WITH ORDINALITY AS u ({Places("c", others)}, place))
            """);
    }
}
