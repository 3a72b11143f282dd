namespace Mem0Sharp;

/// <summary>What an application adds to the instructions of a stage. It stands after ours, so that providers can cache those.</summary>
internal static class FurtherInstructions
{
    public static string After(string instructions, string? further) => string.IsNullOrWhiteSpace(further)
        ? instructions
        : $"{instructions}\n\nFURTHER INSTRUCTIONS\nThe form of the answer stays as it is. Beside that:\n{further.Trim()}";
}
