using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>What the collection says of itself: whose it is, for which vectors, and how far it has come.</summary>
internal sealed record CollectionState(string Id, string Model, int Dimensions, HistoryPosition Position)
{
    private const int Format = 1;
    private const string FormatField = "mem0sharp";
    private const string ModelField = "model";
    private const string DimensionsField = "dimensions";
    private const string EpochField = "epoch";
    private const string SequenceField = "sequence";

    /// <summary>Reads what the server says of a collection.</summary>
    /// <exception cref="MemoryConfigurationException">It is not of this library.</exception>
    public static CollectionState Of(CollectionReply reply) =>
        Number(reply.Metadata, FormatField) == Format
        && reply.Metadata![ModelField] is JsonValue model && model.TryGetValue(out string? name)
        && Number(reply.Metadata, DimensionsField) is >= 1 and <= MemoryLimits.Dimensions and long dimensions
        && Number(reply.Metadata, EpochField) is { } epoch
        && Number(reply.Metadata, SequenceField) is { } sequence
            ? new CollectionState(reply.Id, name, (int)dimensions, new HistoryPosition(epoch, sequence))
            : throw new MemoryConfigurationException(
                "The collection in Chroma was not made by this version of Mem0Sharp.", "Name another in ChromaStoreOptions.Collection, or delete it: the memory makes it anew.");

    public static JsonObject Metadata(EmbeddingSpace space, HistoryPosition position) => new()
    {
        [FormatField] = Format,
        [ModelField] = space.Model,
        [DimensionsField] = space.Dimensions,
        [EpochField] = position.Epoch,
        [SequenceField] = position.Sequence,
    };

    private static long? Number(JsonObject? metadata, string field) =>
        metadata?[field] is JsonValue value && value.TryGetValue(out long number) ? number : null;
}
