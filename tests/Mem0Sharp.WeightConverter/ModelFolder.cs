using System.Runtime.InteropServices;
using System.Text.Json;
using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.WeightConverter;

/// <summary>Universal Sentence Encoder Lite as it is published: a graph with a manifest, shards of float32, a vocabulary.</summary>
internal sealed class ModelFolder
{
    private const string Graph = "module_apply_default/Encoder_en/KonaTransformer/Encode/";
    private const string Variables = "module/Encoder_en/KonaTransformer/Encode/";

    private ModelFolder(IReadOnlyList<Piece> pieces, IReadOnlyList<NamedTensor> tensors) => (Pieces, Tensors) = (pieces, tensors);

    /// <summary>Gets the vocabulary; a piece's place is its id.</summary>
    public IReadOnlyList<Piece> Pieces { get; }

    /// <summary>Gets the tensors the arithmetic needs, in the order of the file.</summary>
    public IReadOnlyList<NamedTensor> Tensors { get; }

    /// <exception cref="FormatException">A tensor is not there.</exception>
    public static ModelFolder Read(string folder)
    {
        Dictionary<string, (int[] Shape, float[] Values)> published = Published(folder);
        return new ModelFolder(
            ReadPieces(Path.Combine(folder, "vocab.json")),
            [.. Names().Select(name => published.TryGetValue(name.Published, out (int[] Shape, float[] Values) tensor)
                ? new NamedTensor(name.Ours, tensor.Values.Length / tensor.Shape[^1], tensor.Shape[^1], tensor.Values)
                : throw new FormatException($"The model has no '{name.Published}'."))]);
    }

    private static IEnumerable<(string Ours, string Published)> Names()
    {
        yield return (WeightFormat.Embedding, "module/Embeddings_en");
        yield return (WeightFormat.Timing, $"{Graph}TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1");
        yield return (WeightFormat.Widen, $"{Graph}Layer_0/TransformerLayer/dense/kernel/ConcatPartitions/concat");
        yield return (WeightFormat.Widen + WeightFormat.Bias, $"{Graph}Layer_0/TransformerLayer/dense/bias/ConcatPartitions/concat");
        for (int layer = 0; layer < 2; layer++)
        {
            string graph = $"{Graph}Layer_{layer}/TransformerLayer/";
            string attention = $"{Variables}Layer_{layer}/TransformerLayer/MultiheadAttention/";
            string forward = $"{Graph}TransformerStack/Layer_{layer}/TransformerLayer/FFN/";
            foreach ((string Ours, string Published) name in Norm(WeightFormat.AttentionNorm(layer), graph))
                yield return name;
            yield return (WeightFormat.QueryKeyValue(layer), $"{attention}qkv_transform_single/kernel/part_0");
            yield return (WeightFormat.QueryKeyValue(layer) + WeightFormat.Bias, $"{graph}MultiheadAttention/qkv_transform_single/bias/ConcatPartitions/concat");
            yield return (WeightFormat.AttentionOutput(layer), $"{attention}output_transform_single/kernel/part_0");
            yield return (WeightFormat.AttentionOutput(layer) + WeightFormat.Bias, $"{graph}MultiheadAttention/output_transform_single/bias/ConcatPartitions/concat");
            foreach ((string Ours, string Published) name in Norm(WeightFormat.ForwardNorm(layer), $"{graph}FFN/"))
                yield return name;
            yield return (WeightFormat.ForwardIn(layer), $"{forward}conv1/Tensordot/Reshape_1");
            yield return (WeightFormat.ForwardIn(layer) + WeightFormat.Bias, $"{graph}FFN/conv1/bias/ConcatPartitions/concat");
            yield return (WeightFormat.ForwardOut(layer), $"{forward}conv2/Tensordot/Reshape_1");
            yield return (WeightFormat.ForwardOut(layer) + WeightFormat.Bias, $"{graph}FFN/conv2/bias/ConcatPartitions/concat");
        }

        yield return (WeightFormat.Output, "module/Encoder_en/hidden_layers/tanh_layer_0/weights");
        yield return (WeightFormat.Output + WeightFormat.Bias, "module/Encoder_en/hidden_layers/tanh_layer_0/bias");
    }

    private static IEnumerable<(string Ours, string Published)> Norm(string ours, string published) =>
    [
        (ours + WeightFormat.Scale, $"{published}layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat"),
        (ours + WeightFormat.Bias, $"{published}layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat"),
    ];

    private static Dictionary<string, (int[] Shape, float[] Values)> Published(string folder)
    {
        using JsonDocument model = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "model.json")));
        Dictionary<string, (int[] Shape, float[] Values)> tensors = new(StringComparer.Ordinal);
        foreach (JsonElement group in model.RootElement.GetProperty("weightsManifest").EnumerateArray())
        {
            byte[] bytes =
            [
                .. group.GetProperty("paths").EnumerateArray().SelectMany(path => File.ReadAllBytes(Path.Combine(folder, path.GetString()!))),
            ];
            int position = 0;
            foreach (JsonElement weight in group.GetProperty("weights").EnumerateArray())
            {
                int[] shape = [.. weight.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
                int size = shape.Aggregate(sizeof(float), (product, one) => product * one);
                if (shape.Length > 0 && weight.GetProperty("dtype").ValueEquals("float32"))
                {
                    float[] values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(position, size)).ToArray();
                    tensors.Add(weight.GetProperty("name").GetString()!, (shape, values));
                }

                position += size; // int32 has the same size: shapes, which the arithmetic does not need
            }
        }

        return tensors;
    }

    private static Piece[] ReadPieces(string file)
    {
        using JsonDocument vocabulary = JsonDocument.Parse(File.ReadAllBytes(file));
        return
        [
            .. vocabulary.RootElement.EnumerateArray().Select(piece => new Piece(
                piece[0].GetString()!, piece[1].ValueKind == JsonValueKind.Null ? 0 : piece[1].GetDouble())),
        ];
    }
}
