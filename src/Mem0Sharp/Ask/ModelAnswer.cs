using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>What a model answered, and what it cost.</summary>
/// <typeparam name="T">What the answer was read as.</typeparam>
/// <param name="Value">The answer.</param>
/// <param name="Usage">The tokens of all calls together, or null when the client never said.</param>
/// <param name="Calls">How often the client was called, refused calls included. 1 to 3.</param>
internal sealed record ModelAnswer<T>(T Value, UsageDetails? Usage, int Calls)
    where T : class;
