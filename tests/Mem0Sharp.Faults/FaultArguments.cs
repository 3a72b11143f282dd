using System.Globalization;

namespace Mem0Sharp.Faults;

/// <summary>Reads the arguments of the fault runs.</summary>
internal static class FaultArguments
{
    private const int MisusedCode = 2;

    public static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Gets the number after an option, or what is taken without it.</summary>
    public static int Option(IReadOnlyList<string> arguments, string name, int otherwise) =>
        Option(arguments, name, string.Empty) is { Length: > 0 } text ? Number(text) : otherwise;

    /// <summary>Gets the word after an option, or what is taken without it.</summary>
    public static string Option(IReadOnlyList<string> arguments, string name, string otherwise)
    {
        for (int i = 0; i + 1 < arguments.Count; i++)
        {
            if (string.Equals(arguments[i], name, StringComparison.Ordinal))
            {
                return arguments[i + 1];
            }
        }

        return otherwise;
    }

    public static int Misused(TextWriter error)
    {
        error.WriteLine("Usage: dotnet run -c Release --project tests/Mem0Sharp.Faults -- FAULT");
        error.WriteLine("  crash [--points N] [--seed S] [--lanes L] [--files F]   kills processes that write to F files each, at N random points (A1)");
        error.WriteLine("  sharing [--updates N]                       two processes make N updates each on one file (A6)");
        error.WriteLine("  io [--points N] [--seed S] [--lanes L]      every I/O step fails, or N of them (A2)");
        error.WriteLine("  lost-pages [--states N] [--seed S] [--lanes L] [--durability full|relaxed|none]");
        error.WriteLine("                                              opens N states that a power cut may leave (A3)");
        error.WriteLine("  migration [--states N] [--seed S] [--lanes L]");
        error.WriteLine("                                              an upgrade is killed after every step, and N times the power is cut (A8)");
        error.WriteLine("  damage [--pages P] [--flips N] [--seed S]   turns round N bits of every page of a file, or of P, and cuts it off there (A4)");
        error.WriteLine("  refused [--seed S]                          files that may not be used, for each reason there is (A5)");
        error.WriteLine("  soak [--operations N] [--seed S]            neither process nor file grows in N mixed operations (A9)");
        error.WriteLine("  server [--seconds N] [--connections C] [--seed S]");
        error.WriteLine("                                              samples/Server under C connections, others that hang, and too many requests (A10)");
        error.WriteLine("  hosts [--processes P] [--seconds N] [--seed S]   P processes on one PostgreSQL, and another that checks what they did");
        return MisusedCode;
    }
}
