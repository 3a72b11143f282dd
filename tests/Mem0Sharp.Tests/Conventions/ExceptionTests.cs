using System.Reflection;
using System.Runtime.CompilerServices;

namespace Mem0Sharp.Tests.Conventions;

public sealed class ExceptionTests
{
    public static TheoryData<Type> Exceptions { get; } =
        [.. PublicApi.Types(Libraries.Core).Where(type => type.IsSubclassOf(typeof(Exception)) && type != typeof(MemoryException))];

    private static IReadOnlyList<string> Codes { get; } =
        [.. typeof(MemoryErrorCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Exception_OfTheCore_IsSealedAndAMemoryException(Type type)
    {
        type.Should().BeDerivedFrom<MemoryException>();
        type.IsSealed.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Exception_HoweverMade_HasAKnownCodeAMessageAndASuggestion(Type type)
    {
        ConstructorInfo[] constructors = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);
        MemoryException[] made = [.. constructors.Select(Make)];

        made.Should().NotBeEmpty();
        made.Should().OnlyContain(exception => Codes.Contains(exception.ErrorCode));
        made.Should().OnlyContain(exception => exception.Message.Length > 0 && !exception.Message.Contains(type.Name));
        made.Should().OnlyContain(exception => exception.Suggestion.Length > 0);
    }

    [Fact]
    public void ErrorCodes_AllOfThem_DifferAndAreSnakeCase() =>
        Codes.Should().OnlyHaveUniqueItems().And.OnlyContain(code => code.All(letter => char.IsAsciiLetterLower(letter) || letter == '_'));

    private static MemoryException Make(ConstructorInfo constructor) =>
        (MemoryException)constructor.Invoke([.. constructor.GetParameters().Select(Sample)]);

    private static object? Sample(ParameterInfo parameter) => parameter.ParameterType switch
    {
        _ when parameter.HasDefaultValue => parameter.DefaultValue,
        { } type when type == typeof(string) => "something",
        { IsValueType: true } type => Activator.CreateInstance(type),
        { IsAbstract: true } or { IsSealed: false } => null,
        { } type => Record(type),
    };

    // A record of facts, such as EmbeddingSpace.
    private static object Record(Type type)
    {
        ConstructorInfo? constructor = type.GetConstructors().FirstOrDefault(one => one.GetParameters().Length > 0);
        return constructor is null
            ? RuntimeHelpers.GetUninitializedObject(type)
            : constructor.Invoke([.. constructor.GetParameters().Select(Sample)]);
    }
}
