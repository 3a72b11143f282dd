using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mem0Sharp.AspNetCore;

/// <summary>What a request says of the version that it is for. A memory's version is its entity tag (RFC 9110, section 8.8.3), and a strong one.</summary>
internal static class Precondition
{
    /// <summary>A version that no memory has: what expects it learns which one it has, of the write itself.</summary>
    private const int NoVersion = int.MaxValue;

    public static string TagOf(MemoryItem item) => TagOf(item.Version);

    /// <summary>Tells whether the caller has this version already. What cannot be read says nothing: then the memory is the right answer.</summary>
    public static bool Knows(HttpRequest request, MemoryItem item) =>
        EntityTagHeaderValue.TryParseStrictList(request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag.Equals(TagOf(item), StringComparison.Ordinal));

    /// <summary>Changes a memory if it has one of the versions that <c>If-Match</c> names; without it, whichever it has.</summary>
    /// <param name="request">The request.</param>
    /// <param name="change">The change, which expects a version or none.</param>
    /// <returns>What the change answers; or 412, with the version that the memory has.</returns>
    public static async Task<WireReply> HoldAsync(WireRequest request, Func<int?, Task<WireReply>> change)
    {
        if (Expected(request.Context.Request) is not { } versions)
        {
            return await change(null).ConfigureAwait(false);
        }

        // Compared by the write, not by a read before it. Of several, the one that a write finds is expected next.
        for (int expected = versions.Count > 0 ? versions[0] : NoVersion; ;)
        {
            try
            {
                return await change(expected).ConfigureAwait(false);
            }
            catch (MemoryConflictException conflict)
            {
                if (conflict.ActualVersion == expected || !versions.Contains(conflict.ActualVersion))
                {
                    return Problem.OfVersion(request.Context, conflict.ActualVersion);
                }

                expected = conflict.ActualVersion;
            }
        }
    }

    /// <summary>Gets the versions that a change is for; null for whichever, and none where nothing can match: a weak tag, or one of somebody else.</summary>
    /// <exception cref="WireException">The header cannot be read.</exception>
    private static List<int>? Expected(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            return null;
        }

        if (!EntityTagHeaderValue.TryParseStrictList(request.Headers.IfMatch, out IList<EntityTagHeaderValue>? tags)
            || (tags.Count > 1 && tags.Contains(EntityTagHeaderValue.Any)))
        {
            throw WireException.Bad("If-Match must be * or entity tags as ETag has them: the version in quotes.");
        }

        return tags[0].Equals(EntityTagHeaderValue.Any) ? null : [.. tags.Where(tag => !tag.IsWeak).Select(VersionOf).OfType<int>()];
    }

    private static int? VersionOf(EntityTagHeaderValue tag) =>
        int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out int version)
        && tag.Tag.Equals(TagOf(version), StringComparison.Ordinal) && version > 0
            ? version
            : null;

    private static string TagOf(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
