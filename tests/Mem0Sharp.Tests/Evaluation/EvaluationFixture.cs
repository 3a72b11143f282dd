using Mem0Sharp.Evaluation;
using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Evaluation;

/// <summary>Runs evaluations as the console does, in a folder of its own.</summary>
internal sealed class EvaluationFixture(bool isTerminal = false) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StringWriter Out { get; } = new();

    public StringWriter Error { get; } = new();

    public IReadOnlyList<string> Lines => Out.ToString().Split('\n');

    public EvaluationConsole Console => new(Out, Error, isTerminal, new ManualTimeProvider());

    public string PathOf(string name) => _folder.File(name);

    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public Task<int> RunAsync(params string[] args) => Commands.RunAsync(args, Console, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _folder.Dispose();
        Out.Dispose();
        Error.Dispose();
    }
}
