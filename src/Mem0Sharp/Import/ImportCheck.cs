namespace Mem0Sharp;

/// <summary>The checks of an imported memory. All of them stand here, before anything is written: a write in a chain must not fail.</summary>
internal static class ImportCheck
{
    /// <returns>The item.</returns>
    /// <exception cref="MemoryValidationException">It breaks a limit.</exception>
    public static MemoryItem Checked(MemoryItem item)
    {
        Validate.Id(item.Id, "id");
        Validate.Text(item.Text, "memory");
        Validate.Label(item.ActorId, MemoryLimits.IdLength, "actor_id");
        Validate.Label(item.Role, MemoryLimits.IdLength, "role");
        Ids(item.ReviewOf is null ? [] : [item.ReviewOf], "review_of");
        Ids(item.LinkedAgentIds, "linked_agent_ids");
        Ids(item.LinkedRunIds, "linked_run_ids");
        foreach (string message in item.Source?.MessageIds ?? [])
        {
            Validate.Label(message, MemoryLimits.IdLength, "source_message_ids");
        }

        Validate.ValidityInterval(item.ValidFrom, item.ValidTo, "valid_to");
        return item.Salience is >= 0 and <= 1
            ? item with { Tags = Validate.Tags(item.Tags, "tags"), Links = Links(item) }
            : throw new MemoryValidationException("salience", "The salience is out of range.", "Give a number from 0 to 1.");
    }

    // What they lead to may be imported later, or never: then they count for nothing.
    private static IReadOnlyList<MemoryLink> Links(MemoryItem item)
    {
        Validate.NoLinkTo(item.Id, item.Links.Select(link => link.TargetId), "links");
        return Validate.Links(item.Links, "links");
    }

    private static void Ids(IReadOnlyList<string> ids, string parameter)
    {
        foreach (string id in ids)
        {
            Validate.Id(id, parameter);
        }
    }
}
