using System.Globalization;

namespace Mem0Sharp.Evaluation;

/// <summary>Mean, median and maximum of some lengths.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Median">The middle one; of an even number, the mean of the middle two.</param>
/// <param name="Max">The greatest.</param>
internal readonly record struct CostFigures(double Mean, double Median, int Max)
{
    /// <param name="lengths">One or more.</param>
    public static CostFigures Of(IEnumerable<int> lengths)
    {
        int[] sorted = [.. lengths.Order()];
        int middle = sorted.Length / 2;
        return new CostFigures(sorted.Average(), sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0, sorted[^1]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean,8:F1} {Median,8:0.#} {Max,8}");
}
