namespace Quickstart;

/// <summary>How a piece of text looks: the number of its ANSI colour.</summary>
internal enum Tone
{
    Plain = 0,
    Strong = 1,
    Faint = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Blue = 34,
    Cyan = 36,
}
