namespace Mem0Sharp.Faults;

/// <summary>One reason why a file may not be used.</summary>
/// <param name="Name">What the reason is.</param>
/// <param name="RunAsync">Brings it about, has calls refused, takes it away, and uses the memory.</param>
internal sealed record RefusalCase(string Name, Func<RefusalRun, CancellationToken, Task> RunAsync);
