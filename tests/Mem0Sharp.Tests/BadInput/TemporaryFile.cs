namespace Mem0Sharp.Tests.BadInput;

/// <summary>The path of a file in a folder of its own, which goes with it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "memories.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
