namespace Mem0Sharp.Faults;

/// <summary>A file that another process holds.</summary>
internal static class RefusalLocks
{
    public static IEnumerable<RefusalCase> All { get; } =
    [
        new("write lock held by another process", LockedAsync),
        new("write lock held by another process at opening", LockedAtOpeningAsync),
        new("held for itself by another process", HeldAsync),
        new("another process reads during an erase", ReadAsync),
    ];

    private static async Task LockedAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(run.Path))
        {
            string id = await run.AddAsync(memory, cancellationToken);
            await using (await RefusalHolder.StartAsync(run.Path, RefusalHolder.Writing, cancellationToken))
            {
                await WritesRefusedAsync(run, memory, id, cancellationToken);
            }

            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.Path, cancellationToken);
    }

    private static async Task LockedAtOpeningAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await run.FillAsync(run.Path, cancellationToken);
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await using (await RefusalHolder.StartAsync(run.Path, RefusalHolder.Writing, cancellationToken))
            {
                await WritesRefusedAsync(run, memory, id: null, cancellationToken);
            }

            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.Path, cancellationToken);
    }

    private static async Task HeldAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await run.FillAsync(run.Path, cancellationToken);
        await using (Memory memory = IoRun.Open(run.Path))
        {
            await using (await RefusalHolder.StartAsync(run.Path, RefusalHolder.Exclusive, cancellationToken))
            {
                await WritesRefusedAsync(run, memory, id: null, cancellationToken);
                await run.RefusedAsync<MemoryStoreException>(
                    "get", () => memory.GetAsync("0", cancellationToken), error => error.IsTransient);
                await run.RefusedAsync<MemoryStoreException>(
                    "search", () => memory.SearchAsync("fact", CrashChild.Scope, cancellationToken: cancellationToken), error => error.IsTransient);
            }

            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.Path, cancellationToken);
    }

    private static async Task ReadAsync(RefusalRun run, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(run.Path))
        {
            string id = await run.AddAsync(memory, cancellationToken);
            string text = (await memory.GetAsync(id, cancellationToken))!.Text;
            string other = await run.AddAsync(memory, cancellationToken);
            await using (await RefusalHolder.StartAsync(run.Path, RefusalHolder.Reading, cancellationToken))
            {
                await run.RefusedAsync<MemoryStoreException>(
                    "erase", () => memory.EraseAsync(id, cancellationToken: cancellationToken), error => error is { IsCommitted: true, IsTransient: true });
                run.Forget(id);
            }

            // The next erase, of whatever, takes out the bytes of both.
            await memory.EraseAsync(other, cancellationToken: cancellationToken);
            run.Forget(other);
            run.Gone(text);
            await run.UsableAsync(memory, cancellationToken);
        }

        await run.ReopenAsync(run.Path, cancellationToken);
    }

    private static async Task WritesRefusedAsync(RefusalRun run, Memory memory, string? id, CancellationToken cancellationToken)
    {
        await run.RefusedAsync<MemoryStoreException>(
            "add",
            () => memory.AddAsync("Never to be there.", CrashChild.Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancellationToken),
            error => error is { IsTransient: true, IsCommitted: false });
        if (id is not null)
        {
            await run.RefusedAsync<MemoryStoreException>(
                "update",
                () => memory.UpdateAsync(id, "Never to be there.", cancellationToken: cancellationToken),
                error => error is { IsTransient: true, IsCommitted: false });
            await run.RefusedAsync<MemoryStoreException>(
                "erase",
                () => memory.EraseAsync(id, cancellationToken: cancellationToken),
                error => error is { IsTransient: true, IsCommitted: false });
        }
    }
}
