namespace Mem0Sharp.Tests.History.Past;

/// <summary>One change of a random history. Memories are named by number; instants are seconds after the start.</summary>
internal abstract record PastCommand(int Number)
{
    /// <summary>What a patch does to an instant when it clears it.</summary>
    public const int Cleared = int.MinValue;

    /// <summary>Gets by how many seconds the clock is moved beforehand: forward, back, or not at all.</summary>
    public int ClockStep { get; init; }

    public sealed record Add(int Number, string Text, int? From, int? To, int? Expires) : PastCommand(Number);

    public sealed record Patch(int Number) : PastCommand(Number)
    {
        public string? Text { get; init; }

        public string? Tag { get; init; }

        public int? Timestamp { get; init; }

        public int? From { get; init; }

        public int? To { get; init; }
    }

    public sealed record Delete(int Number) : PastCommand(Number);

    public sealed record Restore(int Number, int Version) : PastCommand(Number);
}
