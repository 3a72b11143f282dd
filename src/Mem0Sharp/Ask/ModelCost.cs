using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Adds up what the calls of one question cost. Not thread-safe: it lives as long as the question.</summary>
internal sealed class ModelCost
{
    public int Calls { get; private set; }

    public UsageDetails? Usage { get; private set; }

    public void CountCall() => Calls++;

    public void Add(UsageDetails? usage)
    {
        if (usage is not null)
        {
            // A sum of its own: the client may hand out an object that it keeps.
            Usage ??= new UsageDetails();
            Usage.Add(usage);
        }
    }
}
