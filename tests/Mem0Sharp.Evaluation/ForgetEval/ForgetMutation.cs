namespace Mem0Sharp.Evaluation;

/// <summary>One change that a case asks for, of what its query finds by meaning: nobody has told it an id.</summary>
/// <param name="Query">What it is about.</param>
internal abstract record ForgetMutation(string Query)
{
    /// <summary>Something else holds now.</summary>
    /// <param name="Query">What it is about.</param>
    /// <param name="Text">What holds now.</param>
    public sealed record Supersede(string Query, string Text) : ForgetMutation(Query);

    /// <summary>It shall be found no more; its history may remain.</summary>
    /// <param name="Query">What it is about.</param>
    public sealed record Release(string Query) : ForgetMutation(Query);

    /// <summary>It shall be gone for good.</summary>
    /// <param name="Query">What it is about.</param>
    public sealed record Purge(string Query) : ForgetMutation(Query);
}
