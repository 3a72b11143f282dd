namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>What serves PostgreSQL to a test.</summary>
public enum ServerKind
{
    /// <summary>PostgreSQL in Node: <see cref="PGliteServer"/>.</summary>
    PGlite,

    /// <summary>PostgreSQL itself, started here: <see cref="RealServer"/>.</summary>
    Real,

    /// <summary>A server that somebody named: <see cref="ExternalServer"/>.</summary>
    External,
}
