namespace Mem0Sharp;

/// <summary>A value since some state of the table, and what it was before, for those who still look at an earlier state.</summary>
/// <param name="value">The value.</param>
/// <param name="since">The stamp of the first state that has it.</param>
/// <param name="before">What it was before, or null.</param>
internal sealed class Versioned<T>(T value, long since, Versioned<T>? before)
{
    private Versioned<T>? _before = before;

    /// <summary>Gets or sets the value. Set only while its state is not published.</summary>
    public T Value { get; set; } = value;

    /// <summary>Gets the stamp of the first state that has it.</summary>
    public long Since => since;

    /// <summary>Gets what it was before; null where nobody can ask any longer.</summary>
    public Versioned<T>? Before => Volatile.Read(ref _before);

    /// <summary>Gets the value in a state; null where there was none yet.</summary>
    public Versioned<T>? At(long stamp)
    {
        Versioned<T>? found = this;
        while (found is not null && found.Since > stamp)
        {
            found = found.Before;
        }

        return found;
    }

    /// <summary>Lets go of what it was before.</summary>
    public void Forget() => Volatile.Write(ref _before, null);
}
