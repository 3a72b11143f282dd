using System.Runtime.Versioning;

namespace Mem0Sharp.Faults;

/// <summary>Files and folders that may not be written or entered. Run by a user who is not privileged.</summary>
[UnsupportedOSPlatform("windows")]
internal static class RefusalRights
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode ReadFolder = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    private const UnixFileMode ReadFile = UnixFileMode.UserRead;

    public static IEnumerable<RefusalCase> All { get; } =
    [
        new("folder read-only, file new", (run, token) => AtOpeningAsync(run, run.Folder, ReadFolder, isNew: true, token)),
        new("folder read-only, file there", (run, token) => AtOpeningAsync(run, run.Folder, ReadFolder, isNew: false, token)),
        new("folder closed, file there", (run, token) => AtOpeningAsync(run, run.Folder, UnixFileMode.None, isNew: false, token)),
        new("file read-only", (run, token) => AtOpeningAsync(run, run.Path, ReadFile, isNew: false, token)),
        new("file closed", (run, token) => AtOpeningAsync(run, run.Path, UnixFileMode.None, isNew: false, token)),
        new("file read-only while open", (run, token) => WhileOpenAsync(run, run.Path, ReadFile, token)),
        new("file closed while open", (run, token) => WhileOpenAsync(run, run.Path, UnixFileMode.None, token)),
        new("folder read-only while open", (run, token) => WhileOpenAsync(run, run.Folder, ReadFolder, token)),
        new("folder closed while open", FolderClosedAsync),
        new("closed while the folder is read-only", DisposedAsync),
    ];

    private static async Task AtOpeningAsync(RefusalRun run, string what, UnixFileMode rights, bool isNew, CancellationToken cancellationToken)
    {
        if (!isNew)
        {
            await run.FillAsync(run.Path, cancellationToken);
        }

        await using (Memory memory = IoRun.Open(run.Path))
        {
            UnixFileMode before = File.GetUnixFileMode(what);
            File.SetUnixFileMode(what, rights);
            await run.WritesRefusedAsync(memory, cancellationToken);
            File.SetUnixFileMode(what, before);
            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.Path, cancellationToken);
    }

    /// <summary>What is open stays so: a call may succeed, and is then not lost.</summary>
    private static async Task WhileOpenAsync(RefusalRun run, string what, UnixFileMode rights, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await run.AddAsync(memory, cancellationToken);
            UnixFileMode before = File.GetUnixFileMode(what);
            File.SetUnixFileMode(what, rights);
            await run.PerhapsAsync(memory, cancellationToken);
            await run.PerhapsAsync(memory, cancellationToken);
            File.SetUnixFileMode(what, before);
            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.Path, cancellationToken);
    }

    private static async Task FolderClosedAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await run.AddAsync(memory, cancellationToken);
            File.SetUnixFileMode(run.Folder, UnixFileMode.None);
            await run.AllRefusedAsync(memory, cancellationToken);
            File.SetUnixFileMode(run.Folder, Owner);
            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.Path, cancellationToken);
    }

    /// <summary>The log cannot be removed: it must not be lost, nor in the way.</summary>
    private static async Task DisposedAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await run.AddAsync(memory, cancellationToken);
            File.SetUnixFileMode(run.Folder, ReadFolder);
        }

        File.SetUnixFileMode(run.Folder, Owner);
        await run.ReopenAsync(run.Path, cancellationToken);
    }
}
