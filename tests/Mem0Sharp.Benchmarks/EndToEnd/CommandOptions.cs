using System.Globalization;

namespace Mem0Sharp.Benchmarks;

/// <summary>What a command is told, each as a name and a value: "--n 10000 --dim 384".</summary>
internal sealed class CommandOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private CommandOptions()
    {
    }

    /// <summary>Reads the arguments.</summary>
    /// <returns>Null where one of them is no name that the command knows, stands twice or has no value.</returns>
    public static CommandOptions? Read(IReadOnlyList<string> arguments, params ReadOnlySpan<string> names)
    {
        CommandOptions options = new();
        for (int i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count || !names.Contains(arguments[i]) || !options._values.TryAdd(arguments[i], arguments[i + 1]))
            {
                return null;
            }
        }

        return options;
    }

    /// <summary>Gets a text, or null where none was given.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>Gets a number, or null where it is none or out of range.</summary>
    public int? Number(string name, int otherwise, int least, int most) => Numbers(name, [otherwise], least, most) is [int number] ? number : null;

    /// <summary>Gets numbers that are separated by commas, or null where one of them is none or out of range.</summary>
    public int[]? Numbers(string name, int[] otherwise, int least, int most)
    {
        if (!_values.TryGetValue(name, out string? text))
        {
            return otherwise;
        }

        List<int> numbers = [];
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < least || number > most)
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Gets whether the history is in the memory of the process; null where the value is neither "file" nor "memory".</summary>
    public bool? IsInMemory(string name) => _values.GetValueOrDefault(name, "file") switch
    {
        "file" => false,
        "memory" => true,
        _ => null,
    };
}
