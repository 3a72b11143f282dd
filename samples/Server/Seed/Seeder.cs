using Mem0Sharp;
using Microsoft.Extensions.AI;

namespace Server.Seed;

/// <summary>Does what the lines say, each by the call that an application would make.</summary>
internal sealed class Seeder(Memory memory, SeedScript script)
{
    private readonly Dictionary<(SeedFile File, string Name), string> _ids = [];
    private int _messages;

    /// <exception cref="InvalidOperationException">The line says nothing that can be done.</exception>
    public async Task DoAsync(SeedFile file, SeedStep step)
    {
        string? made = step switch
        {
            { Add: { } text } => await AddAsync(file.Owner, step, text, MemoryAddMode.Verbatim),
            { Say: { } text } => await AddAsync(file.Owner, step, text, MemoryAddMode.Reconcile),
            { Update: { } name } => await UpdateAsync(Id(file, name), step, expectedVersion: null),

            // Made for the first version, whichever there is now.
            { Late: { } name } => await UpdateAsync(Id(file, name), step, expectedVersion: 1),
            { Link: { } name, Target: { } target } => await LinkAsync(Id(file, name), new MemoryLink(Id(file, target), step.Strength), step),
            { Settle: { } name, Decision: { } decision } => (await memory.SettleReviewAsync(Id(file, name), decision, NoteOf(step)))?.Id,
            { Rate: { } name, Feedback: { } feedback } => (await memory.FeedbackAsync(Id(file, name), feedback, NoteOf(step))).Item.Id,
            { Delete: { } name } => await DeleteAsync(Id(file, name), step),
            { Restore: { } name } => await RestoreAsync(Id(file, name), step),
            _ => throw new InvalidOperationException($"A line of day {step.Day} says nothing that can be done."),
        };
        if (step.As is { } alias)
        {
            _ids.Add((file, alias), made ?? throw new InvalidOperationException($"A line of day {step.Day} makes nothing that could have a name."));
        }
    }

    private static MemoryChangeOptions NoteOf(SeedStep step) => new() { ChangedBy = step.By, ChangedByRole = step.ByRole, Reason = step.Why };

    private string Id(SeedFile file, string name) => _ids[(file, name)];

    private async Task<string?> AddAsync(SeedOwner owner, SeedStep step, string text, MemoryAddMode mode)
    {
        ChatMessage message = new(new ChatRole(step.Role ?? "user"), script.Text(text))
        {
            AuthorName = step.Actor ?? owner.Actor,
            MessageId = $"message-{++_messages:D4}",
        };
        MemoryAddResult added = await memory.AddAsync(
            [message],
            MemoryScope.Create(owner.User, step.Agent, step.Run, step.App),
            new MemoryAddOptions
            {
                Mode = mode,
                Tags = step.Tags ?? [],
                Metadata = step.Meta,
                Type = step.Type,
                Trust = step.Trust,
                IsImmutable = step.Immutable,
                OccurredAt = script.At(step.Occurred),
                ValidFrom = script.At(step.From),
                ValidTo = script.At(step.To),
                ExpiresAt = script.At(step.Expires),
                ChangedBy = step.By,
                ChangedByRole = step.ByRole,
                Reason = step.Why,
            });
        return added.Items.FirstOrDefault()?.Id;
    }

    private async Task<string> UpdateAsync(string id, SeedStep step, int? expectedVersion)
    {
        MemoryPatch patch = new()
        {
            Text = step.Text is null ? null : script.Text(step.Text),
            Metadata = step.Meta is null ? null : MetadataPatch.Merge(step.Meta),
            Tags = step.Tags is null ? null : TagsPatch.Replace(step.Tags),
            ValidFrom = InstantOf(step.From),
            ValidTo = InstantOf(step.To),
            ExpiresAt = InstantOf(step.Expires),
            Timestamp = step.Since is { } day ? MemoryTimestamp.From(script.At(day)) : null,
            IsImmutable = step.Immutable,
        };
        return await UpdateAsync(id, patch, step, expectedVersion);

        InstantPatch InstantOf(int? on) => on is { } known ? InstantPatch.Set(script.At(known)) : default;
    }

    private Task<string> LinkAsync(string id, MemoryLink link, SeedStep step) =>
        UpdateAsync(id, new MemoryPatch { Links = LinksPatch.Set(link) }, step, expectedVersion: null);

    private async Task<string> UpdateAsync(string id, MemoryPatch patch, SeedStep step, int? expectedVersion)
    {
        MemoryUpdateResult result = await memory.UpdateAsync(id, patch, new MemoryUpdateOptions
        {
            ExpectedVersion = expectedVersion,
            OnConflict = ConflictPolicy.KeepBoth,
            ChangedBy = step.By,
            ChangedByRole = step.ByRole,
            Reason = step.Why,
        });
        return result.Item.Id;
    }

    private async Task<string> DeleteAsync(string id, SeedStep step)
    {
        MemoryDeleteOptions options = new() { ChangedBy = step.By, ChangedByRole = step.ByRole, Reason = step.Why };
        return (await memory.DeleteAsync(id, options)).Id;
    }

    private async Task<string> RestoreAsync(string id, SeedStep step)
    {
        HistoryEntry newest = await memory.HistoryAsync(id).LastAsync();
        MemoryRestoreOptions options = new() { ExpectedVersion = newest.Version, ChangedBy = step.By, ChangedByRole = step.ByRole, Reason = step.Why };
        return (await memory.RestoreAsync(id, step.Version ?? newest.Version - 1, options)).Item.Id;
    }
}
