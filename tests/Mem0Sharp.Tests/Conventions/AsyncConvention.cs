using System.Reflection;

namespace Mem0Sharp.Tests.Conventions;

/// <summary>What awaits is named so, can be cancelled, and is awaited: <c>Task XAsync(…, CancellationToken cancellationToken)</c>.</summary>
internal static class AsyncConvention
{
    private static readonly Type[] Awaited =
        [typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(IAsyncEnumerable<>)];

    /// <summary>Gets the visible methods of <paramref name="type"/> that break the rule, each with the reason.</summary>
    public static IEnumerable<string> Violations(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsSpecialName && method.Name is not nameof(IAsyncDisposable.DisposeAsync))
        .Select(method => (method, reason: Reason(method)))
        .Where(pair => pair.reason is not null)
        .Select(pair => $"{type.Name}.{pair.method.Name} {pair.reason}");

    private static string? Reason(MethodInfo method)
    {
        bool isNamedAsync = method.Name.EndsWith("Async", StringComparison.Ordinal);
        bool isAwaited = Awaited.Contains(Open(method.ReturnType));
        return (isNamedAsync, isAwaited) switch
        {
            (false, false) => null,
            (true, false) => $"returns {TypeName.Of(method.ReturnType)}",
            _ when method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken) => "does not end in a CancellationToken",
            (false, true) => IsOfAnInterfaceElsewhere(method) ? null : "is not named Async",
            _ => null,
        };
    }

    private static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static bool IsOfAnInterfaceElsewhere(MethodInfo method) => !method.DeclaringType!.IsInterface && method.DeclaringType
        .GetInterfaces()
        .Where(one => one.Assembly != method.DeclaringType.Assembly)
        .Any(one => method.DeclaringType.GetInterfaceMap(one).TargetMethods.Contains(method));
}
