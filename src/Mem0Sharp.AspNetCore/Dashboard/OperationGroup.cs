namespace Mem0Sharp.AspNetCore;

/// <summary>What an operation is to whoever looks at charts.</summary>
internal enum OperationGroup
{
    Search,
    Add,
    Change,
    Read,
}
