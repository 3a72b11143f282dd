namespace Mem0Sharp;

/// <summary>Some lines of an export, in their order: few enough for one transaction.</summary>
internal sealed class ExportChunk
{
    public List<Rejection> Rejections { get; } = [];

    public List<ExportedRow> Rows { get; } = [];
}
