namespace Mem0Sharp.Testing.Tests.Conformance;

internal enum LifecycleFault
{
    ForgetsPosition,
    TakesOlderPosition,
    StartsAtOne,
    DropsEpoch,
    SkipsEmptyBatch,
    CountsOneTooMany,
    ClearsNothing,
    IgnoresTokens,
}
