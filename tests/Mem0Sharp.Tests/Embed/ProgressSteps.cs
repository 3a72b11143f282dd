namespace Mem0Sharp.Tests.Embed;

/// <summary>Keeps what it is told, and does something at each step, on the thread that tells it.</summary>
internal sealed class ProgressSteps(Action<ReembedProgress>? step = null) : List<ReembedProgress>, IProgress<ReembedProgress>
{
    public void Report(ReembedProgress value)
    {
        Add(value);
        step?.Invoke(value);
    }
}
