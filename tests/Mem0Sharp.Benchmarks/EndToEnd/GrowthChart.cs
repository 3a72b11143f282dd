using System.Globalization;
using System.Text;

namespace Mem0Sharp.Benchmarks;

/// <summary>Draws growth as an SVG: both axes logarithmic, a line for each kind of call, its name at its end. Readable on light and dark.</summary>
internal static class GrowthChart
{
    private const double Width = 920;
    private const double Height = 430;
    private const double Left = 56;
    private const double Top = 58;
    private const double PlotWidth = 270;
    private const double PlotHeight = 316;
    private const double PanelStep = 456;

    /// <summary>How far the names of two lines are apart at least.</summary>
    private const double LineHeight = 13;

    private const string Style = """
        <style>
        svg { font: 12px system-ui, sans-serif; background: #ffffff; }
        text { fill: #24292f; } .title { font-weight: 600; } .tick { fill: #59636e; font-size: 11px; }
        .grid { stroke: #d1d9e0; stroke-width: 1; } path { fill: none; stroke-width: 2; }
        .write { stroke: #bc4c00; } .read { stroke: #0969da; } text.write { fill: #953800; stroke: none; } text.read { fill: #0550ae; stroke: none; }
        .lead { stroke-width: 0.6; opacity: 0.6; } circle.write { fill: #bc4c00; } circle.read { fill: #0969da; }
        @media (prefers-color-scheme: dark) {
        svg { background: #0d1117; } text { fill: #e6edf3; } .tick { fill: #9198a1; } .grid { stroke: #30363d; }
        .write { stroke: #f0883e; } .read { stroke: #58a6ff; } text.write { fill: #ffa657; } text.read { fill: #79c0ff; }
        circle.write { fill: #f0883e; } circle.read { fill: #58a6ff; } }
        </style>
        """;

    /// <summary>Draws both series side by side, on the same scale.</summary>
    /// <param name="all">What was measured, the smallest store first.</param>
    /// <param name="dimensions">The length of the vectors.</param>
    /// <param name="alone">How many memories the user has who asks alone.</param>
    public static string Draw(IReadOnlyList<GrowthFigures> all, int dimensions, int alone)
    {
        double[] values = [.. all.SelectMany(figures => figures.All.Concat(figures.Lone)).Select(figures => figures.P50)];
        (double Low, double High) range = (Math.Floor(Math.Log10(values.Min())), Math.Ceiling(Math.Log10(values.Max())));
        StringBuilder svg = new();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" "));
        svg.Append(Invariant($"width=\"{Width}\" height=\"{Height}\" role=\"img\">\n"));
        svg.Append("<title>Median time of each call as the store grows</title>\n").Append(Style).Append('\n');
        svg.Append(Invariant($"<text class=\"title\" x=\"{Left}\" y=\"22\">"));
        svg.Append(Invariant($"Median time of a call, µs, by memories in the store (vectors of {dimensions})</text>\n"));
        Panel(svg, Left, "each user asks; a user's memories grow too", all, figures => figures.All, range);
        Panel(svg, Left + PanelStep, Invariant($"one user of {alone} asks; only others' memories grow"), all, figures => figures.Lone, range);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(
        StringBuilder svg,
        double left,
        string title,
        IReadOnlyList<GrowthFigures> all,
        Func<GrowthFigures, IReadOnlyList<OperationFigures>> of,
        (double Low, double High) range)
    {
        svg.Append(Invariant($"<text x=\"{left}\" y=\"44\">{title}</text>\n"));
        for (double power = range.Low; power <= range.High; power++)
        {
            double y = Y(Math.Pow(10, power), range);
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{left}\" y1=\"{y:0.0}\" x2=\"{left + PlotWidth}\" y2=\"{y:0.0}\"/>"));
            svg.Append(Invariant($"<text class=\"tick\" x=\"{left - 6}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">{Short(Math.Pow(10, power))}</text>\n"));
        }

        foreach (GrowthFigures figures in all)
        {
            double x = X(figures.Size, all, left);
            svg.Append(Invariant($"<line class=\"grid\" x1=\"{x:0.0}\" y1=\"{Top}\" x2=\"{x:0.0}\" y2=\"{Top + PlotHeight}\"/>"));
            svg.Append(Invariant($"<text class=\"tick\" x=\"{x:0.0}\" y=\"{Top + PlotHeight + 18}\" text-anchor=\"middle\">{Short(figures.Size)}</text>\n"));
        }

        List<(string Name, double Y)> ends = [];
        foreach ((int i, OperationFigures first) in of(all[0]).Index())
        {
            string kind = Kind(first.Name);
            (double X, double Y)[] points = [.. all.Select(figures => (X(figures.Size, all, left), Y(of(figures)[i].P50, range)))];
            string path = string.Join(" L", points.Select(point => Invariant($"{point.X:0.0} {point.Y:0.0}")));
            svg.Append(Invariant($"<path class=\"{kind}\" d=\"M{path}\"/>"));
            foreach ((double x, double y) in points)
            {
                svg.Append(Invariant($"<circle class=\"{kind}\" cx=\"{x:0.0}\" cy=\"{y:0.0}\" r=\"2.5\"/>"));
            }

            svg.Append('\n');
            ends.Add((first.Name, points[^1].Y));
        }

        Names(svg, left + PlotWidth, ends);
    }

    /// <summary>Writes each line's name at its end, or as near to it as others leave room.</summary>
    private static void Names(StringBuilder svg, double x, List<(string Name, double Y)> ends)
    {
        ends.Sort((one, other) => one.Y.CompareTo(other.Y));
        double[] places = [.. ends.Select(end => end.Y)];
        double bottom = Top + PlotHeight + (LineHeight / 2);
        for (int i = 0; i < places.Length; i++)
        {
            double least = i == 0 ? Top - LineHeight : places[i - 1] + LineHeight;
            double most = bottom - ((places.Length - 1 - i) * LineHeight);
            places[i] = Math.Min(Math.Max(places[i], least), most);
        }

        for (int i = 0; i < places.Length; i++)
        {
            string kind = Kind(ends[i].Name);
            svg.Append(Invariant($"<line class=\"lead {kind}\" x1=\"{x + 4:0.0}\" y1=\"{ends[i].Y:0.0}\" x2=\"{x + 18:0.0}\" y2=\"{places[i]:0.0}\"/>"));
            svg.Append(Invariant($"<text class=\"{kind}\" x=\"{x + 22:0.0}\" y=\"{places[i] + 4:0.0}\">{ends[i].Name.Replace('_', ' ')}</text>\n"));
        }
    }

    private static double X(int size, IReadOnlyList<GrowthFigures> all, double left)
    {
        double span = Math.Log10(all[^1].Size) - Math.Log10(all[0].Size);
        return left + (span == 0 ? 0 : PlotWidth * (Math.Log10(size) - Math.Log10(all[0].Size)) / span);
    }

    private static double Y(double microseconds, (double Low, double High) range) =>
        Top + (PlotHeight * (range.High - Math.Log10(microseconds)) / (range.High - range.Low));

    private static string Kind(string name) => name is "search" or "list" or "get" or "history" ? "read" : "write";

    private static string Short(double number) => number switch
    {
        >= 1e6 => (number / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + "M",
        >= 1e3 => (number / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => number.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
