using System.Text.Json.Serialization.Metadata;

namespace Mem0Sharp.AspNetCore;

/// <summary>One kind of what the server keeps.</summary>
/// <param name="Name">How the file names it.</param>
/// <param name="Type">How it is written.</param>
internal sealed record StateKind<T>(string Name, JsonTypeInfo<T> Type)
    where T : class;
