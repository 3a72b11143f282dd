using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>Reads the arguments of the fault runs.</summary>
internal static class FaultArguments
{
    private const int MisusedCode = 2;

    public static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Gets the number after an option, or what is taken without it.</summary>
    public static int Option(IReadOnlyList<string> arguments, string name, int otherwise)
    {
        for (int i = 0; i + 1 < arguments.Count; i++)
        {
            if (string.Equals(arguments[i], name, StringComparison.Ordinal))
            {
                return Number(arguments[i + 1]);
            }
        }

        return otherwise;
    }

    public static int Misused(TextWriter error)
    {
        error.WriteLine("Usage: dotnet run -c Release --project tests/Mem0Sharp.Faults -- FAULT");
        error.WriteLine("  crash [--points N] [--seed S] [--lanes L]   kills a writing process at N random points (A1)");
        error.WriteLine("  sharing [--updates N]                       two processes make N updates each on one file (A6)");
        error.WriteLine("  io [--points N] [--seed S] [--lanes L]      every I/O step fails, or N of them (A2)");
        error.WriteLine("  refused [--seed S]                          files that may not be used, for each reason there is (A5)");
        error.WriteLine("  soak [--operations N] [--seed S]            neither process nor file grows in N mixed operations (A9)");
        return MisusedCode;
    }
}
