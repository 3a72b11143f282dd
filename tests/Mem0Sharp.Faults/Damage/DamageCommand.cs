using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>
/// "damage": turns round single bits of each page of a memory file (or of so many), and cuts it off at each page; a file that is checked when it is
/// opened then answers as before or not at all, and one that is not checked gives no answer that was never written (A4).
/// </summary>
internal static class DamageCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int pages = FaultArguments.Option(arguments, "--pages", 0);
        int flips = FaultArguments.Option(arguments, "--flips", 1);
        int seed = FaultArguments.Option(arguments, "--seed", 1);
        int lanes = FaultArguments.Option(arguments, "--lanes", Environment.ProcessorCount);
        DamageTally tally = new();
        int[] codes = await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => LaneAsync([lane, lanes, pages, flips, seed], tally, output, cancellationToken)));
        int crashes = codes.Count(code => code != 0);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}, {tally.Pages} pages, {tally.Flips} flipped bits, {tally.Cuts} cuts"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"not checked when opened: {tally.Unchecked(DamageVerdict.Detected)} detected by reading, {tally.Unchecked(DamageVerdict.Harmless)} harmless, {tally.Unchecked(DamageVerdict.Incomplete)} incomplete, {tally.Unchecked(DamageVerdict.Wrong)} wrong, {tally.Unchecked(DamageVerdict.Untyped)} untyped"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Flips + tally.Cuts} damaged files, {tally.Checked(DamageVerdict.Detected)} detected, {tally.Checked(DamageVerdict.Harmless)} harmless, {tally.Checked(DamageVerdict.Incomplete) + tally.Checked(DamageVerdict.Wrong)} wrong answers, {tally.Checked(DamageVerdict.Untyped)} untyped, {crashes} crashes"));
        return tally.IsSound && crashes == 0 ? 0 : 1;
    }

    private static async Task<int> LaneAsync(int[] numbers, DamageTally tally, TextWriter output, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-damage-");
        try
        {
            return await FaultProcess.RunAsync(
                FaultProcess.Self([DamageChild.Name, folder.FullName, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]),
                line => tally.Read(line) ? Task.CompletedTask : output.WriteLineAsync(line),
                cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
