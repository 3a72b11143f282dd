namespace Mem0Sharp.Evaluation;

/// <summary>A folder of its own, gone with all that is in it when it is disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-evaluation-");

    /// <summary>Gets the path of a file in it.</summary>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
