using System.Reflection;

namespace Mem0Sharp.Tests.Conventions;

/// <summary>Writes types as C# does, with the nullability of references.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
    };

    /// <summary>Writes a type without nullability: a base type, an interface, a declaration.</summary>
    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[]";
        }

        return type.IsGenericType
            ? $"{Simple(type)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : Simple(type);
    }

    /// <summary>Writes the type of a member or parameter.</summary>
    public static string Of(NullabilityInfo info, bool isOutput = true)
    {
        Type type = info.Type;
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Of(underlying)}?";
        }

        NullabilityState state = isOutput ? info.ReadState : info.WriteState;
        string suffix = !type.IsValueType && state == NullabilityState.Nullable ? "?" : string.Empty;
        if (info.ElementType is { } element)
        {
            return $"{Of(element)}[]{suffix}";
        }

        return info.GenericTypeArguments is { Length: > 0 } arguments
            ? $"{Simple(type)}<{string.Join(", ", arguments.Select(argument => Of(argument, isOutput)))}>{suffix}"
            : $"{Of(type)}{suffix}";
    }

    private static string Simple(Type type)
    {
        string name = type.Name.Split('`')[0];
        return type is { IsNested: true, IsGenericParameter: false } ? $"{Simple(type.DeclaringType!)}.{name}" : name;
    }
}
