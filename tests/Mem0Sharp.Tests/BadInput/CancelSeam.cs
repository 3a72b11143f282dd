using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>Stands before any part of a memory and passes a point before each asynchronous call and after it; in a stream, around each element.</summary>
internal class CancelSeam<T> : DispatchProxy
    where T : class
{
    private T _part = null!;
    private CancelPoints _points = null!;

    public static T Before(T part, CancelPoints points)
    {
        T proxy = Create<T, CancelSeam<T>>();
        CancelSeam<T> seam = (CancelSeam<T>)(object)proxy;
        (seam._part, seam._points) = (part, points);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Type type = targetMethod!.ReturnType;
        string? around = type == typeof(Task) ? nameof(AroundAsync)
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(AroundResultAsync)
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) ? nameof(AroundEachAsync)
            : null;
        if (around is null)
        {
            return Call(targetMethod, args);
        }

        _points.Pass();
        object? result = Call(targetMethod, args);
        MethodInfo method = typeof(CancelSeam<T>).GetMethod(around, BindingFlags.Instance | BindingFlags.NonPublic)!;
        return (type.IsGenericType ? method.MakeGenericMethod(type.GetGenericArguments()) : method).Invoke(this, [result]);
    }

    private object? Call(MethodInfo method, object?[]? args)
    {
        try
        {
            return method.Invoke(_part, args);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private async Task AroundAsync(Task task)
    {
        await task;
        _points.Pass();
    }

    private async Task<TResult> AroundResultAsync<TResult>(Task<TResult> task)
    {
        TResult result = await task;
        _points.Pass();
        return result;
    }

    private async IAsyncEnumerable<TElement> AroundEachAsync<TElement>(IAsyncEnumerable<TElement> elements)
    {
        await foreach (TElement element in elements)
        {
            _points.Pass();
            yield return element;
        }

        _points.Pass();
    }
}
