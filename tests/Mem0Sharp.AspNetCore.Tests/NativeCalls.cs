namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>The library's own routes, for tests that go through all of them.</summary>
internal static class NativeCalls
{
    /// <summary>Gets calls that name a user.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfUser(string user) =>
    [
        ("GET", $"/mem0sharp/v1/changes?user_id={user}", null),
    ];

    /// <summary>Gets calls that name whoever there is.</summary>
    public static IReadOnlyList<(string Method, string Path, string? Body)> OfAnybody { get; } =
    [
        ("GET", "/mem0sharp/v1/changes", null),
    ];
}
