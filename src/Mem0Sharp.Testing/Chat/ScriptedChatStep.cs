using Microsoft.Extensions.AI;

namespace Mem0Sharp.Testing;

/// <summary>One thing that the script does when it is called: wait, then reply or fail.</summary>
internal sealed record ScriptedChatStep(TimeSpan Delay, ChatResponse? Response, Exception? Failure);
