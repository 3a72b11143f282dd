namespace Mem0Sharp.Evaluation;

/// <summary>A question about a conversation.</summary>
/// <param name="Text">The question.</param>
/// <param name="Category">1 multi-hop, 2 temporal, 3 open, 4 single-hop, 5 adversarial.</param>
/// <param name="Evidence">The ids of the turns that answer it, as far as they can be read. May be empty.</param>
internal sealed record LocomoQuestion(string Text, int Category, IReadOnlySet<string> Evidence)
{
    /// <summary>Names a category.</summary>
    public static string NameOf(int category) => category switch
    {
        1 => "1 multi-hop",
        2 => "2 temporal",
        3 => "3 open",
        4 => "4 single-hop",
        5 => "5 adversarial",
        _ => $"{category}",
    };
}
