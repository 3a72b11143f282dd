using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.Benchmarks;

/// <summary>Layer norm by three loops over a row.</summary>
internal sealed class PlainNorm(WeightFile file, string name)
{
    private const float Epsilon = 1e-6f;

    private readonly float[] _scale = file.Vector(name + WeightFormat.Scale);
    private readonly float[] _bias = file.Vector(name + WeightFormat.Bias);

    public float[] Apply(float[] input)
    {
        float[] output = new float[input.Length];
        for (int start = 0; start < input.Length; start += _scale.Length)
        {
            float mean = 0;
            for (int i = 0; i < _scale.Length; i++)
            {
                mean += input[start + i] / _scale.Length;
            }

            float variance = 0;
            for (int i = 0; i < _scale.Length; i++)
            {
                float difference = input[start + i] - mean;
                variance += difference * difference / _scale.Length;
            }

            float factor = 1 / MathF.Sqrt(variance + Epsilon);
            for (int i = 0; i < _scale.Length; i++)
            {
                output[start + i] = ((input[start + i] - mean) * factor * _scale[i]) + _bias[i];
            }
        }

        return output;
    }
}
