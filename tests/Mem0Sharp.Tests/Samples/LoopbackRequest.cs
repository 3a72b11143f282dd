using System.Text.Json;

namespace Mem0Sharp.Tests.Samples;

/// <summary>What a client sent to the <see cref="LoopbackServer"/>.</summary>
internal sealed record LoopbackRequest(string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body);
