namespace Quickstart;

/// <summary>A conversation that was read from a file.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="UserId">Whose memories it becomes.</param>
/// <param name="Exchanges">At least one, oldest first. Every message has an id that is the same each time the file is read.</param>
/// <param name="Question">A question that it should help to answer.</param>
internal sealed record ChatLog(string Name, string UserId, IReadOnlyList<Exchange> Exchanges, string Question)
{
    public int MessageCount => Exchanges.Sum(exchange => exchange.Messages.Count);
}
