namespace Mem0Sharp.AspNetCore;

/// <summary>An address that is told what changes, and how far it has been told.</summary>
internal sealed record Webhook
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Url { get; init; }

    /// <summary>Gets which changes it is told of: of <see cref="WebhookEvent.Names"/>.</summary>
    public required IReadOnlyList<string> EventTypes { get; init; }

    /// <summary>Gets what its messages are signed with: 32 random bytes in Base64.</summary>
    public required string Secret { get; init; }

    public bool IsActive { get; init; } = true;

    /// <summary>Gets the sequence of the last change that it was told of, or that was none of its.</summary>
    public long Told { get; init; }

    /// <summary>Gets how often the next message was sent in vain.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets when the next message was first sent in vain.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Gets why it was not told: an HTTP status, or the kind of a failure.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets which process tells it, until <see cref="HeldUntil"/>.</summary>
    public string? Holder { get; init; }

    public DateTimeOffset? HeldUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
