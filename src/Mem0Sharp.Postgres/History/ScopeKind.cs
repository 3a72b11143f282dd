namespace Mem0Sharp.Postgres;

/// <summary>What an id is of.</summary>
internal enum ScopeKind : short
{
    User = 0,
    Agent = 1,
    Run = 2,
    App = 3,
}
