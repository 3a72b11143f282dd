namespace Mem0Sharp.Benchmarks;

/// <summary>What was measured of one kind of call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="P50">Half of the calls took no longer, in microseconds.</param>
/// <param name="P95">Ninety-five of a hundred took no longer.</param>
/// <param name="P99">Ninety-nine of a hundred took no longer.</param>
/// <param name="PerSecond">How many calls one caller makes in a second.</param>
/// <param name="Bytes">What one call allocates in all threads: the median of the rounds.</param>
internal sealed record OperationFigures(string Name, double P50, double P95, double P99, double PerSecond, double Bytes);
