using System.Diagnostics.CodeAnalysis;

namespace Mem0Sharp;

/// <summary>Reads the JSON of a reply.</summary>
/// <typeparam name="T">What it is read as.</typeparam>
/// <param name="reply">The JSON.</param>
/// <param name="value">What it says.</param>
/// <param name="problem">
/// Why it cannot be read, as a sentence. It is told to the model and stands in the exception, so it quotes nothing of the reply.
/// </param>
/// <returns>False when it does not say what was asked for, or not in one way only.</returns>
internal delegate bool ReplyReader<T>(
    ModelReply reply, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out string? problem)
    where T : class;
