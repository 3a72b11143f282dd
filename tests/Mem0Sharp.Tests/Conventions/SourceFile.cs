namespace Mem0Sharp.Tests.Conventions;

/// <summary>One text file of the repository.</summary>
/// <param name="Path">Relative to the repository, with <c>/</c>.</param>
/// <param name="Text">What it holds, with line feeds only.</param>
internal sealed record SourceFile(string Path, string Text)
{
    // What builds and tools leave; the same as in .gitignore, which an archive without git has no use for.
    private static readonly string[] Made =
        [".git", ".vs", ".idea", "bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(() =>
        [.. Enumerate(new DirectoryInfo(RepositoryLayout.Root)).OrderBy(file => file.Path, StringComparer.Ordinal)]);

    /// <summary>Gets every text file that is or could be committed.</summary>
    public static IReadOnlyList<SourceFile> All => Files.Value;

    /// <summary>Gets the C# files of what ships.</summary>
    public static IEnumerable<SourceFile> Shipped => All.Where(file => file.IsIn("src") && file.IsCSharp);

    /// <summary>Gets the file at <paramref name="path"/>, or null.</summary>
    public static SourceFile? At(string path) => All.SingleOrDefault(file => string.Equals(file.Path, path, StringComparison.Ordinal));

    /// <summary>Gets a value indicating whether this is C#.</summary>
    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    /// <summary>Gets the lines, without line ends.</summary>
    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>Says whether the file lies in or below a folder.</summary>
    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public override string ToString() => Path;

    private static IEnumerable<SourceFile> Enumerate(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .Where(entry => !Made.Contains(entry.Name, StringComparer.Ordinal))
        .SelectMany(entry => entry is DirectoryInfo inner ? Enumerate(inner) : Read(entry.FullName));

    private static IEnumerable<SourceFile> Read(string file)
    {
        string text = File.ReadAllText(file);
        // A NUL is in every database and picture, and in no text.
        return text.Contains('\0')
            ? []
            : [new SourceFile(System.IO.Path.GetRelativePath(RepositoryLayout.Root, file).Replace('\\', '/'), text.ReplaceLineEndings("\n"))];
    }
}
