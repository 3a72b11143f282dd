extern alias Converter;

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Converter::Mem0Sharp.WeightConverter;

namespace Mem0Sharp.LocalEmbeddings.Tests;

/// <summary>The published model, its vectors and the texts they are of. They lie beside this repository, or the test is skipped.</summary>
internal static class SharedModel
{
    private const int KeyLength = 16;
    private const uint VectorMagic = 0x38424D45; // EMB8

    private static readonly string Shared = Path.Combine(RepositoryLayout.Root, "..", "shared");

    /// <summary>Reads the published model.</summary>
    public static ModelFolder Published()
    {
        string folder = Path.Combine(Shared, "models", "use-lite");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "model.json")), "The published model is not beside this repository.");
        return ModelFolder.Read(folder);
    }

    /// <summary>Makes the encoder of the published weights, not quantised, in this repository's code.</summary>
    public static LocalModel Float32()
    {
        using MemoryStream stream = new();
        WeightWriter.Write(stream, Published(), quantize: false);
        stream.Position = 0;
        return new LocalModel(WeightFile.Read(stream), MatrixKernel.Widest);
    }

    /// <summary>Reads turns, observations and questions of LoCoMo, each once, in the order of the file.</summary>
    public static IReadOnlyList<string> Texts()
    {
        string file = Path.Combine(Shared, "data", "locomo-dev.json");
        Assert.SkipUnless(File.Exists(file), "The texts are not beside this repository.");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return
        [
            .. document.RootElement.EnumerateArray()
                .SelectMany(sample => Turns(sample).Concat(Observations(sample)).Concat(Questions(sample)))
                .Where(text => !string.IsNullOrWhiteSpace(text))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>Reads the vectors that the original runtime gave, int8 with a scale, by the key of their text.</summary>
    public static Dictionary<string, float[]> Vectors()
    {
        string file = Path.Combine(Shared, "models", "vectors", "use-lite.locomo10.emb8");
        Assert.SkipUnless(File.Exists(file), "The vectors are not beside this repository.");
        using BinaryReader reader = new(File.OpenRead(file));
        reader.ReadUInt32().Should().Be(VectorMagic);
        int count = reader.ReadInt32();
        int dimensions = reader.ReadInt32();
        Dictionary<string, float[]> vectors = new(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string key = Convert.ToHexString(reader.ReadBytes(KeyLength));
            float scale = reader.ReadSingle();
            float[] vector = Array.ConvertAll(reader.ReadBytes(dimensions), value => (sbyte)value * scale);
            vectors.Add(key, vector);
        }

        return vectors;
    }

    public static string KeyOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, KeyLength));

    private static IEnumerable<string> Turns(JsonElement sample) => sample.GetProperty("conversation").EnumerateObject()
        .Where(session => session.Value.ValueKind == JsonValueKind.Array)
        .SelectMany(session => session.Value.EnumerateArray())
        .Select(turn => $"{turn.GetProperty("speaker").GetString()}: {turn.GetProperty("text").GetString()}"
            + (turn.TryGetProperty("blip_caption", out JsonElement caption) ? $" [shared a photo: {caption.GetString()}]" : string.Empty));

    private static IEnumerable<string> Observations(JsonElement sample) => sample.GetProperty("observation").EnumerateObject()
        .SelectMany(session => session.Value.EnumerateObject())
        .SelectMany(speaker => speaker.Value.EnumerateArray())
        .Select(fact => fact[0].GetString()!);

    private static IEnumerable<string> Questions(JsonElement sample) =>
        sample.GetProperty("qa").EnumerateArray().Select(question => question.GetProperty("question").GetString()!);
}
