using System.Reflection;

namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>Looks through everything that can be reached from an object, private fields and arrays included, for a text.</summary>
internal static class ReachableText
{
    public static bool Holds(object root, string text)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<object> open = new([root]);
        while (open.TryPop(out object? next))
        {
            if (next is string found && found.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (next is string or Pointer or MemberInfo or Delegate || next.GetType().IsPrimitive || (!next.GetType().IsValueType && !seen.Add(next)))
            {
                continue;
            }

            if (next is char[] characters)
            {
                if (new string(characters).Contains(text, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
            else if (next is Array array)
            {
                foreach (object? element in array)
                {
                    Open(element);
                }
            }
            else
            {
                for (Type? type = next.GetType(); type is not null; type = type.BaseType)
                {
                    foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    {
                        if (!field.FieldType.IsPrimitive && !field.FieldType.IsPointer)
                        {
                            Open(field.GetValue(next));
                        }
                    }
                }
            }
        }

        return false;

        void Open(object? value)
        {
            if (value is not null)
            {
                open.Push(value);
            }
        }
    }
}
