namespace Mem0Sharp.Faults;

/// <summary>What became of a damaged file.</summary>
internal enum DamageVerdict
{
    /// <summary>It answers as if nothing had happened.</summary>
    Harmless,

    /// <summary>A typed error said so.</summary>
    Detected,

    /// <summary>It left something out or counted something else, and nothing said so; what it gave is right.</summary>
    Incomplete,

    /// <summary>It gave as an answer what was never written.</summary>
    Wrong,

    /// <summary>An error that is not the library's.</summary>
    Untyped,
}
