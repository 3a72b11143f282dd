using System.Collections.Concurrent;

namespace Mem0Sharp.Postgres;

/// <summary>The names that a statement is completed with: the schema's where "%." stands before a table, and that of the extension's
/// schema where "%:" stands before a type or an operator of pgvector's. Thread-safe.</summary>
/// <param name="schema">The schema of the tables, which needs no quoting.</param>
/// <param name="extension">The schema of pgvector, quoted where it must be; empty where it is not known: then the search path decides.</param>
internal sealed class StatementNames(string schema, string extension)
{
    // By statement, as this package has it. There are as many as it has texts.
    private readonly ConcurrentDictionary<string, string> _statements = new(StringComparer.Ordinal);

    /// <summary>Gets the schema of the extension, quoted.</summary>
    public string Extension => extension;

    /// <summary>Puts the names into a statement.</summary>
    public string Complete(string sql) => _statements.GetOrAdd(sql, static (text, names) => text
        .Replace("%.", names.Tables, StringComparison.Ordinal)
        .Replace("%:", names.Types, StringComparison.Ordinal), (Tables: schema + ".", Types: extension.Length == 0 ? string.Empty : extension + "."));
}
