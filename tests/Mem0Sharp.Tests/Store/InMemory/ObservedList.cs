using System.Collections;

namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>A list that tells when it is read: it shows from outside which memories a search looked at, and when.</summary>
internal sealed class ObservedList(Action onRead, params string[] values) : IReadOnlyList<string>
{
    public int Count
    {
        get
        {
            onRead();
            return values.Length;
        }
    }

    public string this[int index] => values[index];

    public IEnumerator<string> GetEnumerator() => values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
