namespace Mem0Sharp.Tests.History.Past;

/// <summary>Makes the changes on a real memory, and asks it.</summary>
internal sealed class PastSubject(Memory memory)
{
    private readonly Dictionary<int, string> _ids = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private static CancellationToken Token => MemoryFixture.Token;

    /// <returns>The version that the change made; null when it was refused or changed nothing.</returns>
    public async Task<int?> ApplyAsync(PastCommand command)
    {
        try
        {
            switch (command)
            {
                case PastCommand.Add add:
                    MemoryAddOptions options = new() { Mode = MemoryAddMode.Verbatim, ValidFrom = At(add.From), ValidTo = At(add.To), ExpiresAt = At(add.Expires) };
                    MemoryItem item = (await memory.AddAsync(add.Text, MemoryFixture.Alice, options, Token)).Items.Single();
                    _ids.Add(add.Number, item.Id);
                    _numbers.Add(item.Id, add.Number);
                    return item.Version;
                case PastCommand.Patch patch:
                    return VersionOf(await memory.UpdateAsync(_ids[patch.Number], PatchOf(patch), cancellationToken: Token));
                case PastCommand.Delete delete:
                    return (await memory.DeleteAsync(_ids[delete.Number], cancellationToken: Token)).Version;
                case PastCommand.Restore restore:
                    return VersionOf(await memory.RestoreAsync(
                        _ids[restore.Number], restore.Version, new MemoryRestoreOptions { Force = true }, Token));
                default:
                    throw new InvalidOperationException("The hierarchy of commands is closed.");
            }
        }
        catch (MemoryException error) when (error is MemoryNotFoundException or MemoryValidationException)
        {
            return null;
        }
    }

    public async Task<int?> AnswerAsync(int number, PastQuestion question) =>
        (await memory.GetAsync(_ids[number], question.AsOf, Token))?.Version;

    public async Task<List<(int Number, int Version)>> ListAsync(PastQuestion question, bool includeExpired) => await memory
        .GetAllAsync(MemoryFixture.Alice, new MemoryListOptions { AsOf = question.AsOf, IncludeExpired = includeExpired }, Token)
        .Select(item => (_numbers[item.Id], item.Version))
        .ToListAsync(Token);

    private static int? VersionOf(MemoryUpdateResult result) => result.Outcome == UpdateOutcome.Updated ? result.Item.Version : null;

    private static MemoryPatch PatchOf(PastCommand.Patch patch) => new()
    {
        Text = patch.Text,
        Tags = patch.Tag is null ? null : TagsPatch.Replace(patch.Tag),
        Timestamp = patch.Timestamp is { } timestamp ? MemoryTimestamp.From(PastQuestion.At(timestamp)) : null,
        ValidFrom = InstantOf(patch.From),
        ValidTo = InstantOf(patch.To),
    };

    private static InstantPatch InstantOf(int? second) => second switch
    {
        null => default,
        PastCommand.Cleared => InstantPatch.Clear,
        { } set => PastQuestion.At(set),
    };

    private static DateTimeOffset? At(int? second) => second is { } known ? PastQuestion.At(known) : null;
}
