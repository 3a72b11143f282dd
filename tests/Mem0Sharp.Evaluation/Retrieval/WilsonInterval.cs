namespace Mem0Sharp.Evaluation;

/// <summary>Where the true value of a share lies, with 95 % confidence, when it was measured on so many questions.</summary>
/// <remarks>
/// Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference. Exact in that sense for a share of questions. For a
/// mean of values from 0 to 1, such as recall, it is no narrower than it must be: of all such values with this mean, those that are only 0 or 1
/// vary most. Questions count as independent, which those of one conversation are not wholly.
/// </remarks>
internal readonly record struct WilsonInterval(double Low, double High)
{
    // The normal distribution has 95 % within so many standard deviations.
    private const double Deviations = 1.959963984540054;

    /// <param name="share">The share or mean, 0 to 1.</param>
    /// <param name="count">Of how many. Of none, nothing is known.</param>
    public static WilsonInterval Of(double share, int count)
    {
        if (count == 0)
        {
            return new WilsonInterval(0, 1);
        }

        double squared = Deviations * Deviations / count;
        double centre = share + (squared / 2);
        double half = Deviations * Math.Sqrt((Math.Max(0, share * (1 - share)) + (squared / 4)) / count);
        return new WilsonInterval(Math.Max(0, (centre - half) / (1 + squared)), Math.Min(1, (centre + half) / (1 + squared)));
    }
}
