using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Reads the grades of memories.</summary>
/// <remarks>
/// One answer that grades every memory once, in whole numbers: a memory without a grade has none that could be guessed, and of two
/// grades neither is the right one. Properties that were not asked for are ignored.
/// </remarks>
internal static class RerankReply
{
    /// <summary>Reads the reply about so many memories.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="count">How many memories there are.</param>
    /// <param name="relevances">The grades as relevances, from 0 to 1, in the order of the memories.</param>
    /// <param name="problem">Why it cannot be read, quoting nothing.</param>
    public static bool TryRead(
        ModelReply reply, int count, [NotNullWhen(true)] out IReadOnlyList<double>? relevances, [NotNullWhen(false)] out string? problem)
    {
        relevances = null;
        if (!ReplyField.TryOnlyList(reply, "grades", out JsonElement list, out problem))
        {
            return false;
        }

        int?[] grades = new int?[count];
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (NumberOf(item, "memory", count - 1) is not { } memory)
            {
                problem = "A grade in it has no \"memory\" that is the number of a memory.";
                return false;
            }

            if (grades[memory] is not null)
            {
                problem = FormattableString.Invariant($"It grades memory {memory} twice.");
                return false;
            }

            grades[memory] = NumberOf(item, "grade", RerankPrompt.HighestGrade);
            if (grades[memory] is null)
            {
                problem = FormattableString.Invariant($"The \"grade\" of memory {memory} is no whole number from 0 to 10.");
                return false;
            }
        }

        if (Array.IndexOf(grades, null) is var forgotten and >= 0)
        {
            problem = FormattableString.Invariant($"It has no grade for memory {forgotten}.");
            return false;
        }

        relevances = [.. grades.Select(grade => (double)grade!.Value / RerankPrompt.HighestGrade)];
        problem = null;
        return true;
    }

    private static int? NumberOf(JsonElement item, string name, int most) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty(name, out JsonElement value)
        && ReplyField.TryNumber(value, out int number)
        && number >= 0
        && number <= most
            ? number
            : null;
}
