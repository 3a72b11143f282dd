using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <summary>Reads two streams together.</summary>
internal static class SideBySide
{
    /// <summary>Reads two ordered streams.</summary>
    /// <param name="ours">The one.</param>
    /// <param name="theirs">The other.</param>
    /// <param name="order">What comes first, as both are ordered; 0 for what belongs together. Always 0: the first with the first, and so on.</param>
    /// <param name="cancellationToken">Ends the streams.</param>
    /// <returns>What belongs together; beside what only one has, null.</returns>
    public static async IAsyncEnumerable<(T? Ours, T? Theirs)> ReadAsync<T>(
        IAsyncEnumerable<T> ours, IAsyncEnumerable<T> theirs, Comparison<T> order, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        IAsyncEnumerator<T> one = ours.GetAsyncEnumerator(cancellationToken);
        await using ConfiguredAsyncDisposable oneToo = one.ConfigureAwait(false);
        IAsyncEnumerator<T> other = theirs.GetAsyncEnumerator(cancellationToken);
        await using ConfiguredAsyncDisposable otherToo = other.ConfigureAwait(false);
        T? left = await NextAsync(one).ConfigureAwait(false);
        T? right = await NextAsync(other).ConfigureAwait(false);
        while (left is not null || right is not null)
        {
            int first = left is null ? 1 : right is null ? -1 : order(left, right);
            yield return (first <= 0 ? left : null, first >= 0 ? right : null);
            left = first <= 0 ? await NextAsync(one).ConfigureAwait(false) : left;
            right = first >= 0 ? await NextAsync(other).ConfigureAwait(false) : right;
        }
    }

    private static async ValueTask<T?> NextAsync<T>(IAsyncEnumerator<T> stream)
        where T : class => await stream.MoveNextAsync().ConfigureAwait(false) ? stream.Current : null;
}
