using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mem0Sharp.Tests.Conventions;

public sealed class PublicTypeTests
{
    [Fact]
    public void PublicTypes_OfTheCore_AreInOneNamespaceBesideThatOfContainers() => PublicApi.Types(Libraries.Core)
        .Where(type => type.Namespace is not ("Mem0Sharp" or "Microsoft.Extensions.DependencyInjection"))
        .Should().BeEmpty();

    [Fact]
    public void PublicTypes_OfTesting_AreInItsNamespace() => PublicApi.Types(Libraries.Testing)
        .Where(type => type.Namespace is not "Mem0Sharp.Testing")
        .Should().BeEmpty();

    [Fact]
    public void PublicTypes_OfLocalEmbeddings_AreInItsNamespaceBesideThatOfContainers() => PublicApi.Types(Libraries.LocalEmbeddings)
        .Where(type => type.Namespace is not ("Mem0Sharp.LocalEmbeddings" or "Microsoft.Extensions.DependencyInjection"))
        .Should().BeEmpty();

    [Fact]
    public void PublicTypes_OfPostgres_AreInItsNamespaceBesideThatOfContainers() => PublicApi.Types(Libraries.Postgres)
        .Where(type => type.Namespace is not ("Mem0Sharp.Postgres" or "Microsoft.Extensions.DependencyInjection"))
        .Should().BeEmpty();

    [Fact]
    public void PublicTypes_OfChroma_AreInItsNamespaceBesideThatOfContainers() => PublicApi.Types(Libraries.Chroma)
        .Where(type => type.Namespace is not ("Mem0Sharp.Chroma" or "Microsoft.Extensions.DependencyInjection"))
        .Should().BeEmpty();

    [Fact]
    public void Internals_OfTheCore_AreSeenByNothingThatShips()
    {
        string[] friends = [.. Libraries.Core.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName)];
        IEnumerable<string?> shipped = Directory.EnumerateDirectories(Path.Combine(RepositoryLayout.Root, "src")).Select(Path.GetFileName);

        friends.Should().Contain("Mem0Sharp.Tests").And.NotIntersectWith(shipped!);
    }
}
