namespace Mem0Sharp.Tests;

/// <summary>Tests of many thousand rounds. They run one after the other, beside the others, so that they do not starve them.</summary>
[CollectionDefinition(Name)]
public sealed class LongRunningCollection
{
    public const string Name = "long-running";
}
