namespace Mem0Sharp.Tests.Samples;

/// <summary>What a server of ours answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body.</param>
internal sealed record LoopbackAnswer(int Status, string Json)
{
    /// <summary>Gets after how many seconds to ask again, as the header says; null for no header.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Gets a value indicating whether the connection ends in the middle of the body.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>Gets a value indicating whether it is kept back: the client waits for it.</summary>
    public bool IsNeverSent { get; init; }

    public static implicit operator LoopbackAnswer((int Status, string Json) answer) => new(answer.Status, answer.Json);
}
