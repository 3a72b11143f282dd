using System.Globalization;
using System.Text;

namespace Mem0Sharp.Faults;

/// <summary>What one case does and finds, in a folder of its own.</summary>
internal sealed class RefusalRun(string folder, Random random)
{
    // A call may wait for more than one lock, each for the busy timeout of a second; the rest is for a slow machine.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
    private readonly List<string> _untyped = [];
    private readonly List<string> _hung = [];
    private readonly List<string> _lost = [];
    private readonly List<string> _unusable = [];

    public string Folder => folder;

    public string Path => At("memories.db");

    public RefusalVerdict Verdict => new(Refusals, _untyped, _hung, _lost, _unusable);

    private int Refusals { get; set; }

    public string At(params ReadOnlySpan<string> names) => System.IO.Path.Combine([folder, .. names]);

    /// <summary>Runs the case; what it throws is a finding.</summary>
    public async Task RunAsync(RefusalCase one, CancellationToken cancellationToken)
    {
        try
        {
            await one.RunAsync(this, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            (exception is MemoryException ? _unusable : _untyped).Add(exception.ToString());
        }
    }

    /// <summary>Makes a memory file with a few memories in it, and closes it.</summary>
    public async Task FillAsync(string path, CancellationToken cancellationToken)
    {
        await using Memory memory = IoRun.Open(path);
        await AddAsync(memory, cancellationToken);
        await AddAsync(memory, cancellationToken);
    }

    /// <summary>Adds a memory, which from here on must not be lost.</summary>
    public async Task<string> AddAsync(Memory memory, CancellationToken cancellationToken)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"Fact {_kept.Count} is worth {random.Next(1_000_000)} points.");
        MemoryAddResult added = await memory.AddAsync(text, CrashChild.Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancellationToken);
        string id = added.Items.Single().Id;
        _kept.Add(id, text);
        return id;
    }

    /// <summary>What was in a file that somebody took away is lost by that, not by us.</summary>
    public void Forget() => _kept.Clear();

    public void Forget(string id) => _kept.Remove(id);

    /// <summary>Makes each kind of call, of which none may succeed.</summary>
    public async Task AllRefusedAsync(Memory memory, CancellationToken cancellationToken)
    {
        string id = _kept.Keys.FirstOrDefault() ?? "0";
        await WritesRefusedAsync(memory, cancellationToken);
        await RefusedAsync<MemoryException>("get", () => memory.GetAsync(id, cancellationToken), IsOfTheFile);
        await RefusedAsync<MemoryException>("search", () => memory.SearchAsync("fact", CrashChild.Scope, cancellationToken: cancellationToken), IsOfTheFile);
    }

    /// <summary>Makes each kind of write, of which none may succeed; a read may, where a file is read-only.</summary>
    public async Task WritesRefusedAsync(Memory memory, CancellationToken cancellationToken)
    {
        string id = _kept.Keys.FirstOrDefault() ?? "0";
        await RefusedAsync<MemoryException>("add", () => memory.AddAsync(
            "Never to be there.", CrashChild.Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancellationToken), IsOfTheFile);
        await RefusedAsync<MemoryException>("update", () => memory.UpdateAsync(id, "Never to be there.", cancellationToken: cancellationToken), IsOfTheFile);
        await RefusedAsync<MemoryException>("delete", () => memory.DeleteAsync(id, cancellationToken: cancellationToken), IsOfTheFile);
        await RefusedAsync<MemoryException>("erase", () => memory.EraseAsync(id, cancellationToken: cancellationToken), IsOfTheFile);
    }

    /// <summary>Makes a call that must be refused, in time and with an error of ours.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="make">Calls it.</param>
    /// <param name="isExpected">What else the error must be, or null.</param>
    public async Task RefusedAsync<TError>(string call, Func<Task> make, Func<TError, bool>? isExpected = null)
        where TError : MemoryException
    {
        Refusals++;
        try
        {
            await InTimeAsync(call, make);
            _untyped.Add($"{call} was not refused");
        }
        catch (TError error) when (isExpected is null || isExpected(error))
        {
            // As it should be.
        }
        catch (TimeoutException)
        {
            _hung.Add(call);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _untyped.Add($"{call}: {exception}");
        }
    }

    /// <summary>Adds a memory, which may be refused; if it is not, it must not be lost.</summary>
    public async Task PerhapsAsync(Memory memory, CancellationToken cancellationToken)
    {
        try
        {
            await InTimeAsync("add", () => AddAsync(memory, cancellationToken));
        }
        catch (MemoryException)
        {
            Refusals++;
        }
        catch (TimeoutException)
        {
            _hung.Add("add");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _untyped.Add($"add: {exception}");
        }
    }

    /// <summary>The cause is gone: this memory must be of use, and nothing is lost.</summary>
    public async Task UsableAsync(Memory memory, CancellationToken cancellationToken)
    {
        try
        {
            string id = await AddAsync(memory, cancellationToken);
            MemoryItem item = (await memory.UpdateAsync(id, _kept[id] + " No less.", cancellationToken: cancellationToken)).Item;
            _kept[id] = item.Text;
            MemorySearchResults found = await memory.SearchAsync(
                item.Text, CrashChild.Scope, new MemorySearchOptions { Mode = MemorySearchMode.Vector, Top = MemoryLimits.Top }, cancellationToken);
            Expect(found.Any(hit => string.Equals(hit.Item.Id, id, StringComparison.Ordinal)), _unusable, "a new memory is not found");
            await KeptAsync(memory, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _unusable.Add(exception.ToString());
        }
    }

    /// <summary>Opens the file anew and looks whether it is of use and everything acknowledged is there.</summary>
    public async Task ReopenAsync(string path, CancellationToken cancellationToken)
    {
        await using (Memory memory = IoRun.Open(path))
        {
            await UsableAsync(memory, cancellationToken);
        }

        await using Memory again = IoRun.Open(path);
        try
        {
            await KeptAsync(again, cancellationToken);
        }
        catch (MemoryException exception)
        {
            _unusable.Add(exception.ToString());
        }
    }

    /// <summary>Looks for the bytes of an erased text in all files of the folder.</summary>
    public void Gone(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            Expect(File.ReadAllBytes(file).AsSpan().IndexOf(bytes) < 0, _unusable, "an erased text is in a file still");
        }
    }

    // Not, say, that there is no such memory.
    private static bool IsOfTheFile(MemoryException error) => error is MemoryStoreException or MemoryAccessDeniedException;

    private static async Task InTimeAsync(string call, Func<Task> make)
    {
        // On another thread: the provider has no asynchronous I/O, so a call that hangs never returns its task.
        Task made = Task.Run(make);
        if (await Task.WhenAny(made, Task.Delay(Longest)) != made)
        {
            throw new TimeoutException(call);
        }

        await made;
    }

    private static void Expect(bool holds, List<string> findings, string otherwise)
    {
        if (!holds)
        {
            findings.Add(otherwise);
        }
    }

    private async Task KeptAsync(Memory memory, CancellationToken cancellationToken)
    {
        foreach ((string id, string text) in _kept)
        {
            MemoryItem? item = await memory.GetAsync(id, cancellationToken);
            Expect(string.Equals(item?.Text, text, StringComparison.Ordinal), _lost, "a memory that was acknowledged");
        }

        Expect(await memory.CountAsync(CrashChild.Scope, cancellationToken: cancellationToken) == _kept.Count, _lost, "there are more or fewer memories than were acknowledged");
        _lost.AddRange((await memory.CheckAsync(cancellationToken)).Problems.Select(problem => "torn: " + problem));
    }
}
