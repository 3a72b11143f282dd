using System.Text.Json;

namespace Mem0Sharp;

/// <summary>What a filter looks at: a part of a memory, or what stands at a path of its metadata. Its methods make filters.</summary>
/// <remarks>
/// Immutable and thread-safe. A field has no value, one or several (tags, an array of the metadata, an agent and those that were linked),
/// and a comparison matches where one of them does. A null, and a key that is not there, is no value: nothing but
/// <see cref="Missing"/> and the negations matches it, for a negation matches exactly what its positive does not. docs/filters.md has
/// the table.
/// </remarks>
public sealed class MemoryField : IEquatable<MemoryField>
{
    private readonly string[] _path;

    private MemoryField(FilterSource source, params string[] path) => (Source, _path) = (source, path);

    /// <summary>Gets the memory's id.</summary>
    public static MemoryField Id { get; } = new(FilterSource.Id);

    /// <summary>Gets the memory's text.</summary>
    public static MemoryField Text { get; } = new(FilterSource.Text);

    /// <summary>Gets the kind of memory. Compared with a <see cref="MemoryType"/>, or its name in JSON.</summary>
    public static MemoryField Type { get; } = new(FilterSource.Type);

    /// <summary>Gets the version, a number.</summary>
    public static MemoryField Version { get; } = new(FilterSource.Version);

    /// <summary>Gets the tags: each is a value. That a memory has a tag is <see cref="EqualTo"/>.</summary>
    public static MemoryField Tags { get; } = new(FilterSource.Tags);

    /// <summary>Gets what the text names (<see cref="MemoryItem.Entities"/>): the text of each entity is a value.</summary>
    public static MemoryField Entities { get; } = new(FilterSource.Entities);

    /// <summary>
    /// Gets the ids of the memories that it links to, also of those that are deleted. That a memory links to another is <see cref="EqualTo"/>.
    /// </summary>
    public static MemoryField Links { get; } = new(FilterSource.Links);

    /// <summary>Gets who said it.</summary>
    public static MemoryField ActorId { get; } = new(FilterSource.ActorId);

    /// <summary>Gets the role of who said it.</summary>
    public static MemoryField Role { get; } = new(FilterSource.Role);

    /// <summary>Gets when it was first recorded.</summary>
    public static MemoryField CreatedAt { get; } = new(FilterSource.CreatedAt);

    /// <summary>Gets when it was last changed.</summary>
    public static MemoryField UpdatedAt { get; } = new(FilterSource.UpdatedAt);

    /// <summary>Gets from when on it is hidden. No value: never.</summary>
    public static MemoryField ExpiresAt { get; } = new(FilterSource.ExpiresAt);

    /// <summary>Gets from when the fact holds. No value: that is not known.</summary>
    public static MemoryField ValidFrom { get; } = new(FilterSource.ValidFrom);

    /// <summary>Gets until when the fact holds. No value: it still does.</summary>
    public static MemoryField ValidTo { get; } = new(FilterSource.ValidTo);

    /// <summary>Gets the user that the memory was born with. It narrows a scope, and never widens one.</summary>
    public static MemoryField UserId { get; } = new(FilterSource.UserId);

    /// <summary>Gets the agent that the memory was born with, and those that were linked. It narrows a scope, and never widens one.</summary>
    public static MemoryField AgentId { get; } = new(FilterSource.AgentId);

    /// <summary>Gets the run that the memory was born with, and those that were linked. It narrows a scope, and never widens one.</summary>
    public static MemoryField RunId { get; } = new(FilterSource.RunId);

    /// <summary>Gets the app that the memory was born with. It narrows a scope, and never widens one.</summary>
    public static MemoryField AppId { get; } = new(FilterSource.AppId);

    internal FilterSource Source { get; }

    /// <summary>Gets the name in JSON.</summary>
    internal string Name => Source == FilterSource.Metadata ? $"{FilterNames.Metadata}.{FilterPath.Write(_path)}" : FilterNames.Of(Source);

    /// <summary>Gets what stands at a path of the metadata.</summary>
    /// <param name="path">
    /// Keys with a dot between them, for instance "order.lines.sku". An array on the way or at the end gives the values of each of its
    /// elements. A dot or backslash that belongs to a key has a backslash before it.
    /// </param>
    /// <returns>The field. An object at the end is there, but equal to nothing.</returns>
    /// <exception cref="MemoryValidationException">The path is empty, has an empty key, or more than <see cref="MemoryLimits.MetadataDepth"/> keys.</exception>
    public static MemoryField Metadata(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new MemoryField(FilterSource.Metadata, FilterPath.Read(path, nameof(path)));
    }

    /// <summary>Makes a filter for what is equal to a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">The field never has such a value.</exception>
    public MemoryFilter EqualTo(MemoryFilterValue value) => Compare(FilterOperator.Equal, value);

    /// <summary>Makes a filter for what is not equal to a value, or has none.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The negation of <see cref="EqualTo"/>.</returns>
    /// <exception cref="MemoryValidationException">The field never has such a value.</exception>
    public MemoryFilter NotEqualTo(MemoryFilterValue value) => EqualTo(value).Not();

    /// <summary>Makes a filter for what is more than a value.</summary>
    /// <param name="value">A text, a number or a moment.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">The field never has such a value, or such values are in no order.</exception>
    public MemoryFilter GreaterThan(MemoryFilterValue value) => Compare(FilterOperator.Greater, value);

    /// <summary>Makes a filter for what is a value or more.</summary>
    /// <param name="value">A text, a number or a moment.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">The field never has such a value, or such values are in no order.</exception>
    public MemoryFilter AtLeast(MemoryFilterValue value) => Compare(FilterOperator.AtLeast, value);

    /// <summary>Makes a filter for what is less than a value.</summary>
    /// <param name="value">A text, a number or a moment.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">The field never has such a value, or such values are in no order.</exception>
    public MemoryFilter LessThan(MemoryFilterValue value) => Compare(FilterOperator.Less, value);

    /// <summary>Makes a filter for what is a value or less.</summary>
    /// <param name="value">A text, a number or a moment.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">The field never has such a value, or such values are in no order.</exception>
    public MemoryFilter AtMost(MemoryFilterValue value) => Compare(FilterOperator.AtMost, value);

    /// <summary>Makes a filter for what is one of several values.</summary>
    /// <param name="values">1 to <see cref="MemoryLimits.FilterTerms"/> values.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">There are none or too many, or the field never has such a value.</exception>
    public MemoryFilter In(params MemoryFilterValue[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return ComparisonFilter.Create(this, FilterOperator.In, [.. values], nameof(values));
    }

    /// <summary>Makes a filter for what is one of several texts.</summary>
    /// <param name="values">1 to <see cref="MemoryLimits.FilterTerms"/> texts.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">There are none or too many, or the field never is a text.</exception>
    public MemoryFilter In(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return In([.. values.Take(MemoryLimits.FilterTerms + 1).Select(value => (MemoryFilterValue)value)]);
    }

    /// <summary>Makes a filter for what is none of several values, or has none.</summary>
    /// <param name="values">1 to <see cref="MemoryLimits.FilterTerms"/> values.</param>
    /// <returns>The negation of <see cref="In(MemoryFilterValue[])"/>.</returns>
    /// <exception cref="MemoryValidationException">There are none or too many, or the field never has such a value.</exception>
    public MemoryFilter NotIn(params MemoryFilterValue[] values) => In(values).Not();

    /// <summary>Makes a filter for what is none of several texts, or has none.</summary>
    /// <param name="values">1 to <see cref="MemoryLimits.FilterTerms"/> texts.</param>
    /// <returns>The negation of <see cref="In(IEnumerable{string})"/>.</returns>
    /// <exception cref="MemoryValidationException">There are none or too many, or the field never is a text.</exception>
    public MemoryFilter NotIn(IEnumerable<string> values) => In(values).Not();

    /// <summary>Makes a filter for texts that have another one as a part.</summary>
    /// <param name="part">The part, compared ordinally.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">The field never is a text.</exception>
    public MemoryFilter Contains(string part) => Compare(FilterOperator.Contains, part);

    /// <summary>Makes a filter for texts that have another one as a part, whether letters are large or small.</summary>
    /// <param name="part">The part, compared without case and the same under every culture.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="MemoryValidationException">The field never is a text.</exception>
    public MemoryFilter ContainsIgnoringCase(string part) => Compare(FilterOperator.ContainsIgnoringCase, part);

    /// <summary>Makes a filter for memories that have a value there, whichever.</summary>
    /// <returns>The filter.</returns>
    public MemoryFilter Exists() => ComparisonFilter.Create(this, FilterOperator.Exists, [], nameof(MemoryField));

    /// <summary>Makes a filter for memories that have no value there.</summary>
    /// <returns>The negation of <see cref="Exists"/>.</returns>
    public MemoryFilter Missing() => Exists().Not();

    /// <inheritdoc/>
    public bool Equals(MemoryField? other) =>
        other is not null && Source == other.Source && _path.AsSpan().SequenceEqual(other._path);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MemoryField);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Source);
        foreach (string key in _path)
        {
            hash.Add(key, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>Returns the name of the field, never a key of the metadata: it may be private.</summary>
    /// <returns>For instance "MemoryField created_at".</returns>
    public override string ToString() => $"{nameof(MemoryField)} {FilterNames.Of(Source)}";

    /// <summary>Tells whether one of a memory's values passes a test. No further one is read then.</summary>
    internal bool Any<TState>(MemoryItem item, TState state, Func<MemoryFilterValue, TState, bool> test) => Source switch
    {
        FilterSource.Metadata => item.Metadata.TryGetValue(_path[0], out JsonElement value) && FilterPath.Any(value, _path.AsSpan(1), state, test),
        FilterSource.Tags => Any(null, item.Tags, state, test),
        FilterSource.Entities => Any(item.Entities, state, test),
        FilterSource.Links => Any(item.Links, state, test),
        FilterSource.AgentId => Any(item.Scope.AgentId, item.LinkedAgentIds, state, test),
        FilterSource.RunId => Any(item.Scope.RunId, item.LinkedRunIds, state, test),
        FilterSource.Id => test(item.Id, state),
        FilterSource.Text => test(item.Text, state),
        FilterSource.Type => Enum.IsDefined(item.Type) && test(item.Type, state),
        FilterSource.Version => test(item.Version, state),
        FilterSource.ActorId => Any(item.ActorId, [], state, test),
        FilterSource.Role => Any(item.Role, [], state, test),
        FilterSource.UserId => Any(item.Scope.UserId, [], state, test),
        FilterSource.AppId => Any(item.Scope.AppId, [], state, test),
        FilterSource.CreatedAt => test(item.CreatedAt, state),
        FilterSource.UpdatedAt => test(item.UpdatedAt, state),
        FilterSource.ExpiresAt => item.ExpiresAt is { } at && test(at, state),
        FilterSource.ValidFrom => item.ValidFrom is { } at && test(at, state),
        _ => item.ValidTo is { } at && test(at, state),
    };

    private static bool Any<TState>(string? first, IReadOnlyList<string> others, TState state, Func<MemoryFilterValue, TState, bool> test)
    {
        if (first is not null && test(first, state))
        {
            return true;
        }

        for (int i = 0; i < others.Count; i++)
        {
            if (test(others[i], state))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Any<TState>(IReadOnlyList<MemoryEntity> entities, TState state, Func<MemoryFilterValue, TState, bool> test)
    {
        for (int i = 0; i < entities.Count; i++)
        {
            if (test(entities[i].Text, state))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Any<TState>(IReadOnlyList<MemoryLink> links, TState state, Func<MemoryFilterValue, TState, bool> test)
    {
        for (int i = 0; i < links.Count; i++)
        {
            if (test(links[i].TargetId, state))
            {
                return true;
            }
        }

        return false;
    }

    private ComparisonFilter Compare(FilterOperator comparison, MemoryFilterValue value) =>
        ComparisonFilter.Create(this, comparison, [value], nameof(value));
}
