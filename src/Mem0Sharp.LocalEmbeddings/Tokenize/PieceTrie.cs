namespace Mem0Sharp.LocalEmbeddings;

/// <summary>The pieces of a vocabulary by their letters, so that all that begin at a place of a text are found in one walk.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class PieceTrie
{
    /// <summary>The node before any letter.</summary>
    public const int Root = 0;

    /// <summary>No node, or no piece.</summary>
    public const int None = -1;

    private readonly Dictionary<long, int> _next;
    private readonly List<int> _pieces = [None];

    /// <param name="pieces">The vocabulary; a piece's place is its id. Of two that are equal the later one counts.</param>
    /// <param name="first">The first id that text can have.</param>
    public PieceTrie(IReadOnlyList<string> pieces, int first)
    {
        _next = new Dictionary<long, int>(4 * pieces.Count);
        for (int id = first; id < pieces.Count; id++)
        {
            int node = Root;
            foreach (char letter in pieces[id])
            {
                if (!_next.TryGetValue(Key(node, letter), out int next))
                {
                    next = _pieces.Count;
                    _next.Add(Key(node, letter), next);
                    _pieces.Add(None);
                }

                node = next;
            }

            _pieces[node] = id;
        }
    }

    /// <summary>Gets the node one letter further, or <see cref="None"/>.</summary>
    public int Next(int node, char letter) => _next.TryGetValue(Key(node, letter), out int next) ? next : None;

    /// <summary>Gets the id of the piece that ends at a node, or <see cref="None"/>.</summary>
    public int PieceAt(int node) => _pieces[node];

    private static long Key(int node, char letter) => ((long)node << 16) | letter;
}
