using System.Reflection;
using Mem0Sharp.AspNetCore;
using Mem0Sharp.Chroma;
using Mem0Sharp.LocalEmbeddings;
using Mem0Sharp.Postgres;
using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Conventions;

/// <summary>The assemblies that ship.</summary>
internal static class Libraries
{
    public static Assembly Core { get; } = typeof(Memory).Assembly;

    public static Assembly Testing { get; } = typeof(ManualTimeProvider).Assembly;

    public static Assembly AspNetCore { get; } = typeof(Mem0Access).Assembly;

    public static Assembly Postgres { get; } = typeof(PostgresHistoryStore).Assembly;

    public static Assembly Chroma { get; } = typeof(ChromaVectorStore).Assembly;

    public static Assembly LocalEmbeddings { get; } = typeof(LocalEmbeddingGenerator).Assembly;

    /// <summary>Gets the shipped assembly with this name, for theories.</summary>
    public static Assembly Named(string name) => new[] { Core, AspNetCore, Chroma, Postgres, Testing, LocalEmbeddings }.Single(assembly =>
        string.Equals(assembly.GetName().Name, name, StringComparison.Ordinal));
}
