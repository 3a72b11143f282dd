using System.Globalization;

namespace Quickstart;

/// <summary>Writes lines of two columns, a label and a text: in colour and wrapped on a terminal, plain and whole elsewhere.</summary>
/// <param name="output">Where to.</param>
/// <param name="hasColour">Whether ANSI colours may be used.</param>
/// <param name="width">The columns of the terminal, or null not to wrap.</param>
internal sealed class Screen(TextWriter output, bool hasColour, int? width)
{
    private const int LabelWidth = 12;
    private const int NarrowestText = 30;
    private const string Escape = "\u001b[";

    /// <summary>The process's own output. NO_COLOR (https://no-color.org) and a redirected output mean no colours.</summary>
    public static Screen OfConsole() => Console.IsOutputRedirected
        ? new Screen(Console.Out, hasColour: false, width: null)
        : new Screen(
            Console.Out,
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Console.WindowWidth > 0 ? Console.WindowWidth : null);

    // Rounded first, and 0 added: "-0.00" is nothing to read.
    public static string Score(double score) => (Math.Round(score, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture);

    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    public void Line(string text = "", Tone tone = Tone.Plain) => output.WriteLine(text.Length == 0 ? text : Coloured(text, tone));

    public void Heading(string text, string detail)
    {
        output.WriteLine();
        output.WriteLine($"{Coloured(text, Tone.Strong)}  {Coloured(detail, Tone.Faint)}");
    }

    /// <summary>Writes a label and, beside it, a text; on a terminal the text wraps within its column.</summary>
    public void Entry(string label, string text, Tone labelTone = Tone.Faint, Tone textTone = Tone.Plain)
    {
        string column = label.PadRight(LabelWidth);
        foreach (string line in Wrapped(text))
        {
            output.WriteLine($"  {Coloured(column, labelTone)}{Coloured(line, textTone)}");
            column = new string(' ', LabelWidth);
        }
    }

    private string Coloured(string text, Tone tone) => hasColour && tone != Tone.Plain
        ? string.Create(CultureInfo.InvariantCulture, $"{Escape}{(int)tone}m{text}{Escape}0m")
        : text;

    private IEnumerable<string> Wrapped(string text)
    {
        // What a file or a model says must not steer the terminal: line breaks and escapes become spaces.
        string rest = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        int room = width is { } columns ? Math.Max(columns - LabelWidth - 3, NarrowestText) : int.MaxValue;
        while (rest.Length > room)
        {
            int space = rest.LastIndexOf(' ', room);
            int end = space > 0 ? space : room;
            yield return rest[..end];
            rest = rest[end..].TrimStart();
        }

        yield return rest;
    }
}
