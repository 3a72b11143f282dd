using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mem0Sharp.Faults;

/// <summary>The native library between SQLite and libc: compiled when it is needed, loaded before everything else in a child.</summary>
internal static class FaultLibrary
{
    private const string PathVariable = "MEM0SHARP_FAULT_LIBRARY";
    private const string FolderVariable = "MEM0SHARP_FAULT_FOLDER";

    private static readonly IntPtr Handle = NativeLibrary.Load(
        Environment.GetEnvironmentVariable(PathVariable) ?? throw new InvalidOperationException("Not a child of a fault run."));

    private static readonly Counter StepsFunction = Function<Counter>("fault_steps");
    private static readonly Counter HitsFunction = Function<Counter>("fault_hits");
    private static readonly StepName LastFunction = Function<StepName>("fault_step");
    private static readonly Arming ArmFunction = Function<Arming>("fault_arm");
    private static readonly Disarming DisarmFunction = Function<Disarming>("fault_disarm");
    private static readonly Marking MarkFunction = Function<Marking>("fault_mark");
    private static readonly Tracing TraceFunction = Function<Tracing>("fault_trace");

    private delegate nint Counter();

    private delegate int StepName();

    private delegate void Arming(nint step, int kind, int sticky);

    private delegate void Disarming();

    private delegate void Marking(nint number);

    private delegate void Tracing([MarshalAs(UnmanagedType.LPUTF8Str)] string path);

    /// <summary>Gets how many steps there were since <see cref="Arm"/>.</summary>
    public static int Steps => (int)StepsFunction();

    /// <summary>Gets how many steps failed since <see cref="Arm"/>.</summary>
    public static int Hits => (int)HitsFunction();

    /// <summary>Gets what the step was at which the fault was to be: 1 open, 2 read, 3 write, 4 truncate, 5 sync, 6 unlink.</summary>
    public static int Step => LastFunction();

    /// <summary>Counts from nought, and lets a step fail, or all from there on.</summary>
    public static void Arm(int step, FaultKind kind, bool sticky) => ArmFunction(step, (int)kind, sticky ? 1 : 0);

    public static void Disarm() => DisarmFunction();

    public static void Mark(int number) => MarkFunction(number);

    public static void Trace(string path) => TraceFunction(path);

    /// <summary>Compiles the library into a folder.</summary>
    /// <returns>Its path, or null when there is no compiler.</returns>
    public static async Task<string?> CompileAsync(string folder, CancellationToken cancellationToken)
    {
        string source = Path.Combine(folder, "faultfs.c");
        string library = Path.Combine(folder, "faultfs.so");
        await using (Stream text = typeof(FaultLibrary).Assembly.GetManifestResourceStream("faultfs.c")!)
        await using (FileStream file = File.Create(source))
        {
            await text.CopyToAsync(file, cancellationToken);
        }

        try
        {
            using Process compiler = Process.Start("gcc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"]);
            await compiler.WaitForExitAsync(cancellationToken);
            return compiler.ExitCode == 0 ? library : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Says how to start this program again, with the library before libc for the files of a folder.</summary>
    public static ProcessStartInfo Child(string library, string folder, params ReadOnlySpan<string> arguments)
    {
        ProcessStartInfo start = FaultProcess.Self(arguments);
        start.Environment["LD_PRELOAD"] = library;
        start.Environment[PathVariable] = library;
        start.Environment[FolderVariable] = folder;
        return start;
    }

    private static T Function<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(Handle, name));
}
