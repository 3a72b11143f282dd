using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>The process that opens damaged files: first it makes a sound one and asks it everything, then it damages copies of it.</summary>
internal sealed class DamageChild(string path, byte[] sound, IReadOnlyList<string> ids, Dictionary<string, string[]> answers)
{
    public const string Name = "damage-child";

    public static async Task<int> RunAsync(string folder, IReadOnlyList<int> arguments, TextWriter output)
    {
        (int lane, int lanes, int most, int flips, int seed) = (arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
        string path = Path.Combine(folder, "memories.db");
        IReadOnlyList<string> ids = await DamageFile.WriteAsync(path, default);
        Dictionary<string, string[]> answers = new(StringComparer.Ordinal);
        await using (Memory memory = DamageFile.Open(path, check: true))
        {
            foreach ((string name, Func<Memory, CancellationToken, Task<string[]>> read) in DamageAnswers.Reads(ids))
            {
                answers.Add(name, await read(memory, default));
            }
        }

        DamageChild child = new(path, await File.ReadAllBytesAsync(path), ids, answers);
        int pages = child.Pages;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"pages {pages}"));
#pragma warning disable RS0030 // Seeded, and printed.
        int[] chosen = [.. Enumerable.Range(0, pages)];
        new Random(seed).Shuffle(chosen);
#pragma warning restore RS0030
        int share = most == 0 ? pages : Math.Min(most, pages);
        for (int i = lane; i < share; i += lanes)
        {
            int page = chosen[i];
#pragma warning disable RS0030 // Seeded, and printed. One for each page: the points are the same for every number of lanes.
            Random random = new(unchecked((seed * 1_000_003) + page));
#pragma warning restore RS0030
            for (int flip = 0; flip < flips; flip++)
            {
                int bit = random.Next(DamageFile.PageSize * 8);
                await child.PointAsync("flip", (page * DamageFile.PageSize * 8L) + bit, output);
            }

            // Cut to nothing it would be a new file.
            if (page > 0)
            {
                await child.PointAsync("cut", page, output);
            }
        }

        return 0;
    }

    private int Pages => sound.Length / DamageFile.PageSize;

    private async Task PointAsync(string kind, long where, TextWriter output)
    {
        (DamageVerdict Verdict, string What) with = await JudgeAsync(kind, where, check: true);
        (DamageVerdict Verdict, string What) without = await JudgeAsync(kind, where, check: false);
        foreach ((DamageVerdict verdict, string what) in ((DamageVerdict, string)[])[with, without])
        {
            bool isFault = verdict is DamageVerdict.Wrong or DamageVerdict.Untyped;
            if (isFault || (verdict == DamageVerdict.Incomplete && with.Verdict == DamageVerdict.Incomplete))
            {
                string text = string.Create(CultureInfo.InvariantCulture, $"# {kind} {where}: {verdict}: {what}");
                await output.WriteLineAsync(text.ReplaceLineEndings(" | "));
            }
        }

        await output.WriteLineAsync($"point {kind} {with.Verdict} {without.Verdict}");
    }

    private async Task<(DamageVerdict Verdict, string What)> JudgeAsync(string kind, long where, bool check)
    {
        await WriteAsync(kind, where);
        Memory memory = DamageFile.Open(path, check);
        try
        {
            return await AskAsync(memory, check);
        }
        catch (Exception exception)
        {
            return (DamageVerdict.Untyped, exception.ToString());
        }
        finally
        {
            await CloseAsync(memory);
        }
    }

    private async Task<(DamageVerdict Verdict, string What)> AskAsync(Memory memory, bool isChecked)
    {
        (DamageVerdict Verdict, string What) worst = (DamageVerdict.Harmless, string.Empty);
        foreach ((string name, Func<Memory, CancellationToken, Task<string[]>> read) in DamageAnswers.Reads(ids))
        {
            (DamageVerdict Verdict, string What) verdict;
            try
            {
                string[] answer = await read(memory, default);
                string[] expected = answers[name];
                verdict = answer.AsSpan().SequenceEqual(expected) ? (DamageVerdict.Harmless, string.Empty)
                    : IsLeftOut(name, answer, expected) ? (DamageVerdict.Incomplete, $"{name} has {answer.Length} lines of {expected.Length}")
                    : (DamageVerdict.Wrong, $"{name}: {answer.Except(expected, StringComparer.Ordinal).FirstOrDefault()}");
            }
            catch (MemoryException exception)
            {
                verdict = (DamageVerdict.Detected, exception.Message);
            }

            worst = verdict.Verdict > worst.Verdict ? verdict : worst;
            if (isChecked && verdict.Verdict == DamageVerdict.Detected)
            {
                // Refused as a whole: every other read would be, after the same look at the whole file.
                break;
            }
        }

        return worst;
    }

    /// <summary>Whether all that was answered is right, only not everything.</summary>
    private static bool IsLeftOut(string name, string[] answer, string[] expected) => name switch
    {
        "count" => true,

        // Of a memory that is not found the line says so; the place of one that is left out in a search is the next best one's.
        "get" => answer.Zip(expected).All(pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal) || pair.First.EndsWith(": none", StringComparison.Ordinal)),
        "search" => answer.Length <= expected.Length,
        _ => answer.All(new HashSet<string>(expected, StringComparer.Ordinal).Contains),
    };

    private async Task WriteAsync(string kind, long where)
    {
        foreach (string beside in (string[])["-wal", "-shm", "-journal"])
        {
            File.Delete(path + beside);
        }

        if (string.Equals(kind, "cut", StringComparison.Ordinal))
        {
            await File.WriteAllBytesAsync(path, sound.AsMemory(0, checked((int)where * DamageFile.PageSize)));
            return;
        }

        byte[] damaged = [.. sound];
        damaged[where / 8] ^= (byte)(1 << (int)(where % 8));
        await File.WriteAllBytesAsync(path, damaged);
    }

    private static async Task CloseAsync(Memory memory)
    {
        try
        {
            await memory.DisposeAsync();
        }
        catch (MemoryException)
        {
            // Closing may find the damage as well.
        }
    }
}
