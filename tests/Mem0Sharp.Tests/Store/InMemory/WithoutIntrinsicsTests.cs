using System.Diagnostics;
using Mem0Sharp.Tests.Store.InMemory.Codes;

namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>Runs the tests of the store and its kernels once more, in a process whose processor is told to have no vectors.</summary>
public sealed class WithoutIntrinsicsTests
{
    private static readonly Type[] Classes =
    [
        typeof(ExactDotTests),
        typeof(Int8CodeTests),
        typeof(CodedQueryTests),
        typeof(CodeScanTests),
        typeof(SurvivorsTests),
        typeof(SameEverywhereTests),
        typeof(InMemoryVectorStorePropertyTests),
    ];

    [Fact]
    public async Task Store_WithIntrinsicsSwitchedOff_PassesItsTests()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[SameEverywhereTests.IntrinsicsVariable] = "0";
        if (string.Equals(Path.GetFileNameWithoutExtension(start.FileName), "dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(typeof(WithoutIntrinsicsTests).Assembly.Location);
        }

        foreach (Type type in Classes)
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(type.FullName!);
        }

        using Process child = Process.Start(start)!;
        string output = await child.StandardOutput.ReadToEndAsync(token);
        await child.WaitForExitAsync(token);

        child.ExitCode.Should().Be(0, "it said: {0}", output);
    }
}
