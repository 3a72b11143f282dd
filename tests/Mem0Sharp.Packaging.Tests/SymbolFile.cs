using System.Reflection.Metadata;
using System.Text;
using System.Text.Json;

namespace Mem0Sharp.Packaging.Tests;

/// <summary>What a portable pdb says about where its sources are.</summary>
internal sealed class SymbolFile : IDisposable
{
    // Kinds of custom debug information, as the Portable PDB format names them.
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSourceKind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _reader;

    public SymbolFile(byte[] pdb)
    {
        _provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(pdb));
        _reader = _provider.GetMetadataReader();
    }

    /// <summary>Gets the path of each source, and whether the source itself is in the pdb.</summary>
    public IReadOnlyList<(string Path, bool IsEmbedded)> Documents =>
    [
        .. _reader.Documents.Select(handle => (
            _reader.GetString(_reader.GetDocument(handle).Name),
            _reader.GetCustomDebugInformation(handle).Any(info => IsOfKind(info, EmbeddedSourceKind)))),
    ];

    /// <summary>Gets Source Link's map from local paths to addresses.</summary>
    public IReadOnlyDictionary<string, string> SourceLink()
    {
        CustomDebugInformationHandle handle = _reader.CustomDebugInformation.Single(info => IsOfKind(info, SourceLinkKind));
        string json = Encoding.UTF8.GetString(_reader.GetBlobBytes(_reader.GetCustomDebugInformation(handle).Value));
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("documents").EnumerateObject()
            .ToDictionary(property => property.Name, property => property.Value.GetString()!, StringComparer.Ordinal);
    }

    public void Dispose() => _provider.Dispose();

    private bool IsOfKind(CustomDebugInformationHandle handle, Guid kind) =>
        _reader.GetGuid(_reader.GetCustomDebugInformation(handle).Kind) == kind;
}
