using Npgsql;

namespace Mem0Sharp.Faults;

/// <summary>The process that judges, when the hosts are gone: it has seen nothing of what they did but their journals.</summary>
internal static class HostsChecker
{
    public const string Name = "hosts-checker";

    private const int MostFaults = 20;

    /// <param name="arguments">Connection string, schema, folder of the journals, and what the closing line begins with.</param>
    /// <param name="output">Gets what is wrong, and the closing line.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(arguments[0]);
        await using Memory memory = HostsChild.Open(source, arguments[1]);
        HostsVerdict verdict = await new HostsCheck(memory, HostsJournal.ReadAll(arguments[2])).RunAsync();
        foreach (string fault in verdict.Faults.Take(MostFaults))
        {
            await output.WriteLineAsync("# " + fault);
        }

        await output.WriteLineAsync($"{arguments[3]}: {verdict}");
        return verdict.IsSound ? 0 : 1;
    }
}
