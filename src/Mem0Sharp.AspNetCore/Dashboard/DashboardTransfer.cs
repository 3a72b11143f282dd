using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>
/// Takes memories out as a file, and in. For whoever may touch everything: an export has every version of a memory, also those before it was linked to
/// where the caller sees it, and an import says itself whose memories are.
/// </summary>
internal static class DashboardTransfer
{
    private const int MostFailures = 100;

    /// <summary>Writes an export: of whom the query names, else of everybody.</summary>
    public static Task<WireReply> ExportAsync(WireRequest request)
    {
        Memory memory = request.Memory.Everything;
        MemoryExportOptions options = new() { Scope = WireScope.Find(request) };
        string name = FormattableString.Invariant($"memories-{request.Time.GetUtcNow():yyyyMMdd-HHmmss}.jsonl");
        return Task.FromResult<WireReply>(new DashboardFile(name, (file, aborted) => memory.ExportAsync(file, options, aborted)));
    }

    /// <summary>Imports the body as it comes: an export of this library's, or what Mem0's <c>get_all</c> answered.</summary>
    public static async Task<WireReply> ImportAsync(WireRequest request)
    {
        Memory memory = request.Memory.Everything;
        Stream body = request.Context.Request.Body;
        MemoryImportSource source = request.Query("format") switch
        {
            "export" => MemoryImportSource.Export(body),
            "mem0" => MemoryImportSource.Mem0Json(body),
            _ => throw WireException.Wrong("format", "one of export, mem0"),
        };
        MemoryImportOptions options = new()
        {
            Scope = WireScope.Find(request),
            Trust = DashboardJson.Named<MemoryTrust>("trust", request.Query("trust")),
        };
        MemoryImportResult result = await memory.ImportAsync(source, options, request.Aborted).ConfigureAwait(false);
        return new JsonObject
        {
            ["imported"] = result.ImportedCount,
            ["unchanged"] = result.UnchangedCount,
            ["failed"] = result.FailedCount,
            ["failures"] = WireJson.ArrayOf(result.Where(item => item.Error is not null).Take(MostFailures).Select(item => new JsonObject
            {
                ["id"] = item.Id,
                ["code"] = item.Error!.ErrorCode,
                ["message"] = item.Error.Message, // what it suggests is for who calls the library
            })),
        };
    }
}
