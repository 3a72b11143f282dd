using System.Diagnostics;
using System.Globalization;

namespace Mem0Sharp.Benchmarks;

/// <summary>Runs this program again on a disk whose flushes take longer: Linux, with a C compiler.</summary>
internal static class SlowDisk
{
    private const string Microseconds = "MEM0SHARP_FLUSH_US";

    /// <summary>Gets a value indicating whether this is the run on the slower disk.</summary>
    public static bool IsHere => Environment.GetEnvironmentVariable(Microseconds) is not null;

    /// <summary>Runs this program with the same arguments, each flush of its files so many microseconds longer.</summary>
    /// <returns>Its exit code; 3 where there is no compiler to be found.</returns>
    public static async Task<int> RunAsync(int microseconds, TextWriter errors)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mem0sharp-slowdisk-");
        try
        {
            string library = Path.Combine(folder.FullName, "slowdisk.so");
            if (!await CompileAsync(library))
            {
                await errors.WriteLineAsync("A slower disk needs Linux and gcc.");
                return 3;
            }

            // The command line's first part is this assembly, not the host that runs it.
            ProcessStartInfo start = new(Environment.ProcessPath!, Environment.GetCommandLineArgs());
            start.Environment["LD_PRELOAD"] = library;
            start.Environment[Microseconds] = microseconds.ToString(CultureInfo.InvariantCulture);
            if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            {
                start.ArgumentList.RemoveAt(0);
            }

            using Process again = Process.Start(start)!;
            await again.WaitForExitAsync();
            return again.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> CompileAsync(string library)
    {
        string source = Path.ChangeExtension(library, ".c");
        await using (Stream text = typeof(SlowDisk).Assembly.GetManifestResourceStream("slowdisk.c")!)
        await using (FileStream file = File.Create(source))
        {
            await text.CopyToAsync(file);
        }

        try
        {
            using Process compiler = Process.Start("gcc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]);
            await compiler.WaitForExitAsync();
            return compiler.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
