using System.IO.Compression;
using System.Xml.Linq;

namespace Mem0Sharp.Packaging.Tests;

/// <summary>One packed file, open for reading.</summary>
internal sealed class Package(string path) : IDisposable
{
    private readonly ZipArchive _archive = ZipFile.OpenRead(path);

    /// <summary>Gets the paths of all files inside.</summary>
    public IReadOnlyList<string> Files => [.. _archive.Entries.Select(entry => entry.FullName)];

    /// <summary>Gets the bytes of the file at <paramref name="file"/>.</summary>
    public byte[] Read(string file)
    {
        using Stream stream = _archive.GetEntry(file)!.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Gets the manifest's <c>metadata</c> element without namespaces.</summary>
    public XElement Metadata()
    {
        using MemoryStream stream = new(Read(Files.Single(file => file.EndsWith(".nuspec", StringComparison.Ordinal))));
        XElement package = XDocument.Load(stream).Root!;
        foreach (XElement element in package.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return package.Element("metadata")!;
    }

    public void Dispose() => _archive.Dispose();
}
