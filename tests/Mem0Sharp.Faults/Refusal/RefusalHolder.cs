using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Faults;

/// <summary>Another process, which holds a memory file in some way until it is told to let go.</summary>
internal sealed class RefusalHolder : IAsyncDisposable
{
    public const string Name = "refused-holder";

    /// <summary>How it is held: by a transaction that writes, by one that reads, or so that nobody else may use it.</summary>
    public const string Writing = "writing", Reading = "reading", Exclusive = "exclusive";

    private readonly Process _process;

    private RefusalHolder(Process process) => _process = process;

    /// <summary>Starts the process and waits until it holds the file.</summary>
    public static async Task<RefusalHolder> StartAsync(string path, string how, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = FaultProcess.Self(Name, path, how);
        start.RedirectStandardInput = true;
        RefusalHolder holder = new(Process.Start(start)!);
        return await holder._process.StandardOutput.ReadLineAsync(cancellationToken) is "held"
            ? holder
            : throw new InvalidOperationException("The other process could not hold the file.");
    }

    /// <summary>What the process does.</summary>
    public static async Task<int> RunAsync(string path, string how, TextReader input, TextWriter output)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        foreach (string sql in how switch
        {
            Writing => (string[])["BEGIN EXCLUSIVE"],
            Exclusive => ["PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE"],
            _ => ["BEGIN", "SELECT count(*) FROM history"],
        })
        {
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteScalar();
        }

        await output.WriteLineAsync("held");
        await output.FlushAsync();
        await input.ReadLineAsync();
        return 0;
    }

    /// <summary>Has the process let go, and waits until it ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
