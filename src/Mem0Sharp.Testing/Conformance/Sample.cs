namespace Mem0Sharp.Testing;

/// <summary>The memories, vectors and queries that the cases are made of.</summary>
internal static class Sample
{
    public static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The direction that queries look in unless a case says otherwise.</summary>
    public static float[] Ahead => At(1);

    /// <summary>Makes a vector of length one whose cosine with <see cref="Ahead"/> is given.</summary>
    public static float[] At(double cosine)
    {
        float[] vector = new float[VectorStoreConformance.Dimensions];
        vector[0] = (float)cosine;
        vector[1] = (float)Math.Sqrt(1 - (cosine * cosine));
        return vector;
    }

    public static float[] Scaled(float[] vector, float factor) => Array.ConvertAll(vector, component => component * factor);

    public static MemoryItem Item(string id, int version = 1, MemoryScope? scope = null, string? text = null) => new()
    {
        Id = id,
        Text = text ?? $"{id} at version {version}",
        Scope = scope ?? Alice,
        Version = version,
        CreatedAt = Start,
        UpdatedAt = Start,
        RecordedAt = Start,
    };

    public static VectorChange.Upsert Upsert(string id, int version = 1, double cosine = 1, MemoryScope? scope = null) =>
        new(Item(id, version, scope), At(cosine));

    public static VectorChange.Upsert Upsert(MemoryItem item, double cosine = 1) => new(item, At(cosine));

    /// <summary>A memory whose embedding has not been made yet.</summary>
    public static VectorChange.Upsert WithoutVector(MemoryItem item) => new(item, ReadOnlyMemory<float>.Empty);

    /// <summary>A memory with a text, for searches by keyword.</summary>
    public static VectorChange.Upsert Saying(string id, string text, int version = 1, MemoryScope? scope = null) =>
        Upsert(Item(id, version, scope, text));

    public static VectorChange.Delete Delete(string id, int version) => new(id, version);

    public static VectorQuery Query(
        MemoryScope? scope = null,
        int top = MemoryLimits.Top,
        double? minScore = null,
        DateTimeOffset? activeAt = null,
        float[]? vector = null,
        MemoryTrust? minTrust = null,
        MemoryFilter? filter = null,
        IReadOnlyCollection<string>? memoryIds = null) => new()
        {
            MemoryIds = memoryIds,
            Vector = vector ?? Ahead,
            Scope = scope ?? Alice,
            Top = top,
            MinScore = minScore,
            MinTrust = minTrust,
            ActiveAt = activeAt,
            Filter = filter,
        };

    public static KeywordQuery Words(
        string text,
        MemoryScope? scope = null,
        int top = MemoryLimits.Top,
        DateTimeOffset? activeAt = null,
        MemoryTrust? minTrust = null,
        MemoryFilter? filter = null,
        IReadOnlyCollection<string>? memoryIds = null) => new()
        {
            MemoryIds = memoryIds,
            Text = text,
            Scope = scope ?? Alice,
            Top = top,
            MinTrust = minTrust,
            ActiveAt = activeAt,
            Filter = filter,
        };
}
