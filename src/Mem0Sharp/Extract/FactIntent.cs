namespace Mem0Sharp;

/// <summary>What a speaker did by saying a fact.</summary>
public enum FactIntent
{
    /// <summary>Stated it. The default, and all that a model's extraction says.</summary>
    Statement = 0,

    /// <summary>Corrected something said or known before ("Actually, …", "not Paris but Berlin").</summary>
    Correction = 1,

    /// <summary>Took something back ("Forget that I …").</summary>
    Retraction = 2,
}
