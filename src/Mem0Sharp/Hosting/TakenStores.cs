namespace Mem0Sharp;

/// <summary>
/// The container's stores that a memory has taken. A store serves one memory: two would empty each other's projection. Thread-safe.
/// </summary>
internal sealed class TakenStores
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly HashSet<object> _taken = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="MemoryConfigurationException">Another memory has it.</exception>
    public T Take<T>(T store)
        where T : class
    {
        lock (_gate)
        {
            return _taken.Add(store)
                ? store
                : throw new MemoryConfigurationException(
                    $"Two memories would share one {typeof(T).Name}.", "Register a store of its own under each memory's key.");
        }
    }
}
