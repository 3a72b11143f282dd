namespace Mem0Sharp;

/// <summary>The embeddings used last, by text, bounded in bytes. Thread-safe.</summary>
/// <param name="capacity">Bytes of vectors and texts; 0 keeps nothing.</param>
internal sealed class EmbeddingCache(long capacity)
{
    private readonly Lock _gate = new();

    // Guarded by _gate. The list is in order of use, most recent first.
    private readonly Dictionary<string, LinkedListNode<(string Text, ReadOnlyMemory<float> Vector)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Text, ReadOnlyMemory<float> Vector)> _order = new();
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public bool TryGet(string text, out ReadOnlyMemory<float> vector)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(text, out LinkedListNode<(string Text, ReadOnlyMemory<float> Vector)>? node))
            {
                vector = default;
                return false;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            vector = node.Value.Vector;
            return true;
        }
    }

    public void Set(string text, ReadOnlyMemory<float> vector)
    {
        long size = Size(text, vector);
        if (size > capacity)
        {
            return;
        }

        lock (_gate)
        {
            if (_nodes.ContainsKey(text))
            {
                return;
            }

            _nodes.Add(text, _order.AddFirst((text, vector)));
            _bytes += size;
            while (_bytes > capacity)
            {
                (string oldText, ReadOnlyMemory<float> oldVector) = _order.Last!.Value;
                _order.RemoveLast();
                _nodes.Remove(oldText);
                _bytes -= Size(oldText, oldVector);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _nodes.Clear();
            _order.Clear();
            _bytes = 0;
        }
    }

    private static long Size(string text, ReadOnlyMemory<float> vector) =>
        ((long)text.Length * sizeof(char)) + ((long)vector.Length * sizeof(float));
}
