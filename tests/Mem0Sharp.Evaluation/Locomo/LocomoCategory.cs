namespace Mem0Sharp.Evaluation;

/// <summary>The kinds of questions that LoCoMo has.</summary>
internal static class LocomoCategory
{
    /// <summary>Names a category by its number and what it means.</summary>
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
