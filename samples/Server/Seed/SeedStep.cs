using System.Text.Json.Nodes;
using Mem0Sharp;

namespace Server.Seed;

/// <summary>One line of a person's file: one thing that happens on one day. Exactly one of the first nine says what.</summary>
internal sealed record SeedStep
{
    /// <summary>Gets the text that is stored as it is.</summary>
    public string? Add { get; init; }

    /// <summary>Gets the message that the rules read: what is known is linked, what was rejected is not learned again.</summary>
    public string? Say { get; init; }

    /// <summary>Gets the name of the memory that is changed.</summary>
    public string? Update { get; init; }

    /// <summary>Gets the name of the memory that somebody changes who has only seen its first version: both are kept, for review.</summary>
    public string? Late { get; init; }

    /// <summary>Gets the name of the memory in review that is settled.</summary>
    public string? Settle { get; init; }

    public string? Delete { get; init; }

    public string? Restore { get; init; }

    public string? Rate { get; init; }

    /// <summary>Gets the name of the memory that is linked to <see cref="Target"/>.</summary>
    public string? Link { get; init; }

    /// <summary>Gets the day, 0 for the first and <see cref="SeedScript.Days"/> for today.</summary>
    public int Day { get; init; }

    /// <summary>Gets the name under which later lines of the file speak of what this one makes.</summary>
    public string? As { get; init; }

    public string? Agent { get; init; }

    public string? Run { get; init; }

    public string? App { get; init; }

    public string? Role { get; init; }

    public string? Actor { get; init; }

    /// <summary>Gets the new text of a change.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public JsonObject? Meta { get; init; }

    public MemoryType? Type { get; init; }

    public MemoryTrust? Trust { get; init; }

    public bool Immutable { get; init; }

    /// <summary>Gets the day from when the fact holds.</summary>
    public int? From { get; init; }

    /// <summary>Gets the day until when the fact holds.</summary>
    public int? To { get; init; }

    public int? Expires { get; init; }

    /// <summary>Gets the day on which a change became so.</summary>
    public int? Since { get; init; }

    /// <summary>Gets the day on which a message was said, where it is an old one.</summary>
    public int? Occurred { get; init; }

    public string? Target { get; init; }

    public double Strength { get; init; } = 1;

    /// <summary>Gets the version that is restored; null for what was there before the delete.</summary>
    public int? Version { get; init; }

    public MemoryFeedback? Feedback { get; init; }

    public ReviewDecision? Decision { get; init; }

    public string? By { get; init; }

    public string? ByRole { get; init; }

    public string? Why { get; init; }
}
