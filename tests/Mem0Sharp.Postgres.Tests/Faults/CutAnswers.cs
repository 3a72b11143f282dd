namespace Mem0Sharp.Postgres.Tests.Faults;

/// <summary>What becomes of the answers on one connection. Set before the COMMIT is forwarded: no answer to it can be passed on.</summary>
internal sealed class CutAnswers
{
    private volatile bool _areKept;

    /// <summary>Gets or sets a value indicating whether they are kept from the client.</summary>
    public bool AreKept
    {
        get => _areKept;
        set => _areKept = value;
    }

    /// <summary>Gets what ends when the server has said that it committed.</summary>
    public TaskCompletionSource HaveCommitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
