using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mem0Sharp.Tests.Conventions;

/// <summary>Lists what users of an assembly can see, one member a line, in an order that never changes by itself.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Gets the types that users of <paramref name="assembly"/> can see.</summary>
    public static IReadOnlyList<Type> Types(Assembly assembly) =>
        [.. assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)];

    public static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (IGrouping<string?, Type> group in Types(assembly).GroupBy(type => type.Namespace, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(group.Key).Append('\n');
            foreach (Type type in group)
            {
                text.Append('\n').Append(Head(type)).Append('\n');
                text.AppendJoin(string.Empty, Members(type).Order(StringComparer.Ordinal).Select(member => $"    {member}\n"));
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Head(Type type)
    {
        string experimental = type.GetCustomAttribute<ExperimentalAttribute>() is { } attribute ? $"[{attribute.DiagnosticId}] " : string.Empty;
        if (IsDelegate(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"{experimental}delegate {Returned(invoke)} {TypeName.Of(type)}({Parameters(invoke)})";
        }

        IEnumerable<Type> bases = type.IsEnum || type.IsInterface || type.IsValueType || type.BaseType == typeof(object) ? [] : [type.BaseType!];
        Type[] inherited = [.. bases.SelectMany(one => one.GetInterfaces()), .. type.GetInterfaces().SelectMany(one => one.GetInterfaces())];
        IEnumerable<string> named = type.IsEnum
            ? []
            : bases.Concat(type.GetInterfaces().Except(inherited).Except(Own(type)).OrderBy(one => one.FullName, StringComparer.Ordinal)).Select(TypeName.Of);
        string after = string.Join(", ", named);
        return $"{experimental}{Kind(type)} {TypeName.Of(type)}{(after.Length == 0 ? string.Empty : $" : {after}")}";
    }

    private static string Kind(Type type)
    {
        bool isRecord = IsRecord(type);
        string noun = (type.IsEnum, type.IsInterface, type.IsValueType, isRecord) switch
        {
            (true, _, _, _) => "enum",
            (_, true, _, _) => "interface",
            (_, _, true, true) => "record struct",
            (_, _, true, false) => "struct",
            (_, _, _, true) => "record",
            _ => "class",
        };
        string adjective = (type.IsAbstract, type.IsSealed) switch
        {
            _ when type.IsInterface || type.IsValueType => string.Empty,
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => string.Empty,
        };
        return adjective + noun;
    }

    // Every record is equatable with itself.
    private static IEnumerable<Type> Own(Type type) => IsRecord(type) ? [typeof(IEquatable<>).MakeGenericType(type)] : [];

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;

    private static IEnumerable<string> Members(Type type)
    {
        if (IsDelegate(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => string.Create(
                CultureInfo.InvariantCulture, $"{Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture):D3} {name}"));
        }

        return type.GetConstructors(Declared).Where(IsVisible).Where(IsWritten)
            .Select(constructor => $"new({Parameters(constructor)})")
            .Concat(type.GetMethods(Declared).Where(IsVisible).Where(IsWritten).Where(IsNoAccessor)
                .Select(method => $"{Modifier(method)}{Returned(method)} {Named(method)}({Parameters(method)})"))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(one => IsVisible(one.AddMethod!)).Select(one => $"event {TypeName.Of(one.EventHandlerType!)} {one.Name}"))
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(Field));
    }

    // What the compiler adds to a record (Equals, Deconstruct, copies) follows from its properties, which are listed.
    private static bool IsWritten(MethodBase method) => !method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsNoAccessor(MethodInfo method) =>
        !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(Delegate));

    private static string Property(PropertyInfo property)
    {
        MethodInfo[] accessors = property.GetAccessors(nonPublic: true);
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string get = property.GetMethod is { } getter && IsVisible(getter) ? "get; " : string.Empty;
        string set = property.SetMethod is { } setter && IsVisible(setter) ? isInit ? "init; " : "set; " : string.Empty;
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty;
        string index = property.GetIndexParameters() is { Length: > 0 } indexes ? $"[{string.Join(", ", indexes.Select(Parameter))}]" : string.Empty;
        string type = TypeName.Of(new NullabilityInfoContext().Create(property), isOutput: property.CanRead);
        return $"{Modifier(accessors.First(IsVisible))}{required}{type} {property.Name}{index} {{ {get}{set}}}";
    }

    private static string Field(FieldInfo field)
    {
        string type = TypeName.Of(new NullabilityInfoContext().Create(field));
        return field.IsLiteral ? $"const {type} {field.Name} = {Literal(field.GetRawConstantValue())}" : $"static readonly {type} {field.Name}";
    }

    private static string Modifier(MethodInfo method)
    {
        string access = method.IsPublic ? string.Empty : "protected ";
        if (method.IsStatic || method.DeclaringType!.IsInterface)
        {
            return method.IsStatic ? $"{access}static " : access;
        }

        bool isOverride = method.GetBaseDefinition() != method;
        string manner = (method.IsAbstract, isOverride, method.IsVirtual && !method.IsFinal) switch
        {
            (true, _, _) => "abstract ",
            (_, true, _) => "override ",
            (_, _, true) => "virtual ",
            _ => string.Empty,
        };
        return access + manner;
    }

    private static string Returned(MethodInfo method) => TypeName.Of(new NullabilityInfoContext().Create(method.ReturnParameter));

    private static string Named(MethodInfo method) => method.IsGenericMethod
        ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(TypeName.Of))}>"
        : method.Name;

    private static string Parameters(MethodBase method)
    {
        string all = string.Join(", ", method.GetParameters().Select(Parameter));
        return method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? $"this {all}" : all;
    }

    private static string Parameter(ParameterInfo parameter)
    {
        bool isParams = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute));
        string prefix = (parameter.IsOut, parameter.IsIn, parameter.ParameterType.IsByRef, isParams) switch
        {
            (true, _, true, _) => "out ",
            (_, true, true, _) => "in ",
            (_, _, true, _) => "ref ",
            (_, _, _, true) => "params ",
            _ => string.Empty,
        };
        string type = TypeName.Of(new NullabilityInfoContext().Create(parameter), isOutput: parameter.IsOut);
        string value = parameter.HasDefaultValue ? $" = {Default(parameter)}" : string.Empty;
        return $"{prefix}{type} {parameter.Name}{value}";
    }

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null when parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null => "default",
        object value when parameter.ParameterType.IsEnum => $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, value)}",
        var value => Literal(value),
    };

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
