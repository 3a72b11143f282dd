using System.Globalization;
using BenchmarkDotNet.Environments;
using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.Benchmarks;

/// <summary>What the encoder takes, in one run beside plain loops and beside the most that the processor can do.</summary>
/// <remarks>Times are medians of <see cref="Rounds"/>; the peak is the best of as many, so that its share is rather too small than too great.</remarks>
internal static class EncodeCommand
{
    private const int Rounds = 25;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(TextWriter output)
    {
        WeightFile weights = WeightFile.ReadEmbedded();
        PlainEncoder plain = new(weights);
        using LocalEmbeddingGenerator generator = new();
        await EncoderCheck.SameVectorAsync(plain, generator, EncoderTexts.Short, EncoderTexts.ShortTokens);
        await EncoderCheck.SameVectorAsync(plain, generator, EncoderTexts.Long, EncoderTexts.LongTokens);

        Timed shortOne = Own(generator, times: 20, EncoderTexts.Short);
        Timed longOne = Own(generator, times: 5, EncoderTexts.Long);
        Timed batch = Own(generator, times: 5, EncoderTexts.Batch);
        Timed plainShort = Plain(plain, times: 2, EncoderTexts.Short);
        Timed plainLong = Plain(plain, times: 1, EncoderTexts.Long);
        Timed[] all = [shortOne, longOne, batch, plainShort, plainLong];
        foreach (Timed timed in all)
        {
            await timed.WarmUpAsync(WarmUp);
        }

        double peak = 0;
        for (int round = 0; round < Rounds; round++)
        {
            peak = Math.Max(peak, MultiplyAddPeak.Measure());
            foreach (Timed timed in all)
            {
                await timed.MeasureAsync();
            }
        }

        long work = EncoderWork.MultiplyAdds(weights, EncoderTexts.LongTokens);
        foreach (string line in HostEnvironmentInfo.GetCurrent().ToFormattedString())
        {
            await output.WriteLineAsync(line);
        }

        await WriteAsync(output, $"{Rounds} rounds, medians; the peak is the best of them, on vectors of {MultiplyAddPeak.Bits} bits");
        await WriteAsync(output, $"multiply-adds: {EncoderWork.MultiplyAdds(weights, EncoderTexts.ShortTokens):N0} for 12 tokens, {work:N0} for 128");
        await WriteAsync(output, $"plain loops: {plainShort.Median:0.00} ms and {plainLong.Median:0.00} ms; a batch of {EncoderTexts.BatchSize} texts of 12: {batch.Median:0.00} ms");
        await WriteAsync(output, $"encode.12.ms {shortOne.Median:0.000}");
        await WriteAsync(output, $"encode.128.ms {longOne.Median:0.000}");
        await WriteAsync(output, $"encode.128.ratio {plainLong.Median / longOne.Median:0.0}");
        await WriteAsync(output, $"encode.12.ratio {plainShort.Median / shortOne.Median:0.0}");
        await WriteAsync(output, $"encode.tokens_per_second {1e3 * EncoderTexts.LongTokens / longOne.Median:0}");
        await WriteAsync(output, $"encode.batch_tokens_per_second {1e3 * EncoderTexts.BatchSize * EncoderTexts.ShortTokens / batch.Median:0}");
        await WriteAsync(output, $"encode.fma_peak_gflops {peak:0.0}");
        await WriteAsync(output, $"encode.fma_share {2e-6 * work / longOne.Median / peak:0.000}");
    }

    private static Timed Own(LocalEmbeddingGenerator generator, int times, params string[] texts) => new(times, () => generator.GenerateAsync(texts));

    private static Timed Plain(PlainEncoder plain, int times, string text) => new(times, () =>
    {
        plain.Encode(text);
        return Task.CompletedTask;
    });

    private static Task WriteAsync(TextWriter output, FormattableString line) => output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
