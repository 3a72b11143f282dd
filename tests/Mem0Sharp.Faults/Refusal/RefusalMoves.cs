namespace Mem0Sharp.Faults;

/// <summary>A file that is taken away while it is open.</summary>
internal static class RefusalMoves
{
    public static IEnumerable<RefusalCase> All { get; } =
    [
        new("removed while open", RemovedAsync),
        new("moved away while open, and put back", MovedAsync),
        new("moved away while open, and opened there", OpenedElsewhereAsync),
        new("replaced while open", ReplacedAsync),
        new("removed while open, by a process that was killed", OrphanAsync),
    ];

    private static async Task RemovedAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await run.AddAsync(memory, cancellationToken);
            File.Delete(run.Path);
            await run.AllRefusedAsync(memory, cancellationToken);
        }

        run.Forget();
        await run.ReopenAsync(run.Path, cancellationToken);
    }

    private static async Task MovedAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await run.AddAsync(memory, cancellationToken);
            File.Move(run.Path, run.At("away.db"));
            await run.AllRefusedAsync(memory, cancellationToken);
            File.Move(run.At("away.db"), run.Path);
            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.Path, cancellationToken);
    }

    private static async Task OpenedElsewhereAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await run.AddAsync(memory, cancellationToken);
            File.Move(run.Path, run.At("away.db"));
            await run.AllRefusedAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.At("away.db"), cancellationToken);
    }

    private static async Task ReplacedAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await run.AddAsync(memory, cancellationToken);

            // Of what was in the first file nothing may be in the second, of which nothing may be lost.
            run.Forget();
            await run.FillAsync(run.At("other.db"), cancellationToken);
            File.Move(run.At("other.db"), run.Path, overwrite: true);
            await run.AllRefusedAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.Path, cancellationToken);
    }

    /// <summary>Only the log is there: a new file would make SQLite throw it away.</summary>
    private static async Task OrphanAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        string left = run.At("left.db");
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await run.AddAsync(memory, cancellationToken);

            // What lies there while the file is open is what a killed process leaves.
            File.Copy(run.Path, run.At("away.db"));
            File.Copy(run.Path + "-wal", left + "-wal");
        }

        await using (Memory memory = IoRun.Open(left))
        {
            await run.AllRefusedAsync(memory, cancellationToken);
            File.Move(run.At("away.db"), left);
            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(left, cancellationToken);
    }
}
