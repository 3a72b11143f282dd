using System.Text;

namespace Mem0Sharp.Faults;

/// <summary>Paths: those that name no file are refused, those that only look odd are used as they are.</summary>
internal static class RefusalPaths
{
    // NAME_MAX of the file systems of Linux, and the length of the "-journal" that SQLite puts behind a name when it makes the file.
    private const int LongestName = 255, Suffix = 8;

    public static IEnumerable<RefusalCase> All { get; } =
    [
        new("folder missing", (run, token) => RefusedAsync(run, run.At("later", "memories.db"), () => Directory.CreateDirectory(run.At("later")), token)),
        new("path is a folder", (run, token) =>
        {
            Directory.CreateDirectory(run.Path);
            return RefusedAsync(run, run.Path, () => Directory.Delete(run.Path), token);
        }),
        new("path through a file", (run, token) =>
        {
            File.WriteAllText(run.At("plain"), "text");
            void Mend()
            {
                File.Delete(run.At("plain"));
                Directory.CreateDirectory(run.At("plain"));
            }

            return RefusedAsync(run, run.At("plain", "memories.db"), Mend, token);
        }),
        new("name too long", (run, token) => NeverAsync(run, run.At(new string('n', LongestName + 45)), token)),
        new("no room in the name for its log's", (run, token) => NeverAsync(run, run.At(new string('n', LongestName)), token)),
        new("path longer than SQLite's", (run, token) => NeverAsync(run, Deep(run, 600), token)),
        new("longest name", (run, token) => UsedAsync(run, run.At(new string('n', LongestName - Suffix)), token)),
        new("path of 400 characters", (run, token) => UsedAsync(run, Deep(run, 400), token)),
        new("relative path", RelativeAsync),
        new("symbolic link", LinkAsync),
        .. from name in (string[])
               [
                   "two words.db", " leading and trailing ", "caf\u00e9 (NFC).db", "cafe\u0301 (NFD).db", "\u8a18\u61b6.db", "\U0001F600\u200d\U0001F680.db",
                   "100%41%zz.db", "a?mode=memory.db", "a#b.db", "it's.db", "a;Mode=ReadOnly;.db", "Data Source=a.db", "\"quoted\".db", "file:a.db",
                   ":memory:", "|DataDirectory|a.db", "back\\slash.db", "tab\there\nline.db", "-wal", "noextension",
               ]
           select new RefusalCase($"name {name.ReplaceLineEndings(" ")}", (run, token) => UsedAsync(run, run.At(name), token)),
    ];

    private static async Task RefusedAsync(RefusalRun run, string path, Action mend, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(path))
        {
            await run.AllRefusedAsync(memory, cancellationToken);
            mend();
            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(path, cancellationToken);
    }

    /// <summary>A path of which there can be no memory; beside it there can.</summary>
    private static async Task NeverAsync(RefusalRun run, string path, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(path))
        {
            await run.AllRefusedAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.At("short.db"), cancellationToken);
    }

    private static async Task UsedAsync(RefusalRun run, string path, CancellationToken cancellationToken)
    {
        await run.FillAsync(path, cancellationToken);
        await run.ReopenAsync(path, cancellationToken);
        if (!File.Exists(path))
        {
            throw new InvalidOperationException("The file has another name than it was given.");
        }
    }

    private static async Task RelativeAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        string before = Environment.CurrentDirectory;
        try
        {
            Directory.CreateDirectory(run.At("a"));
            Directory.CreateDirectory(run.At("b"));
            Environment.CurrentDirectory = run.At("a");
            await using Memory memory = IoRun.Open("memories.db");
            Environment.CurrentDirectory = run.At("b");
            await run.UsableAsync(memory, cancellationToken);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }

        await run.ReopenAsync(run.At("a", "memories.db"), cancellationToken);
    }

    private static async Task LinkAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await run.FillAsync(run.Path, cancellationToken);
        File.CreateSymbolicLink(run.At("link.db"), run.Path);
        await run.ReopenAsync(run.At("link.db"), cancellationToken);
        await run.ReopenAsync(run.Path, cancellationToken);
    }

    private static string Deep(RefusalRun run, int characters)
    {
        StringBuilder path = new(run.Folder);
        while (path.Length < characters)
        {
            path.Append(Path.DirectorySeparatorChar).Append('d', 40);
        }

        Directory.CreateDirectory(path.ToString());
        return Path.Combine(path.ToString(), "memories.db");
    }
}
