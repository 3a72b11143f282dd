using System.Globalization;

namespace Mem0Sharp.Benchmarks;

/// <summary>Facts of a sentence, with names, dates and words of which few are frequent (Zipf), and questions about them; the same in every run.</summary>
internal sealed class StageFacts(int seed)
{
    /// <summary>Each twentieth says what an earlier one did, with another value.</summary>
    private const int Restated = 20;

    private static readonly string[] Names =
    [
        "Ann Lee", "Bruno", "Carla Voss", "Dmitri", "Esther", "Farid", "Greta Holm", "Hiro", "Ines", "Jonas", "Kofi", "Lena Brandt", "Marek", "Nadia",
        "Oscar", "Priya Nair", "Quentin", "Rosa", "Samir", "Tove",
    ];

    private static readonly string[] Cities = ["Oslo", "Bergen", "Lisbon", "Kyoto", "Nairobi", "Quito", "Riga", "Turin"];

    private readonly Random _random = new(seed);
    private readonly RandomTexts _words = new(seed);
    private string? _restatable;
    private int _made;

    /// <summary>Makes a fact and a question that it answers.</summary>
    public (string Text, string Question) Next()
    {
        string name = One(Names);
        string words = _words.Words(4);
        if (++_made % Restated == 0 && _restatable is not null)
        {
            return ($"{_restatable} {_words.Words(1)} in {One(Cities)}.", $"{_restatable} what?");
        }

        switch (_random.Next(4))
        {
            case 0:
                return ($"{name} told {One(Names)} about {words} and {_words.Words(2)} on {Day()}.", $"When did {name} tell about {words}?");
            case 1:
                return ($"{name} keeps {_random.Next(2, 40)} {words} near the {_words.Words(1)} in {One(Cities)}.", $"How many {words} does {name} keep?");
            case 2:
                return ($"{name} wants to {words} with {One(Names)} before {_words.Words(3)}.", $"Who wants to {words} last week?");
            default:
                _restatable = $"The {words} of {name} since {Day()} is the {_words.Words(3)} by";
                return ($"{_restatable} {_words.Words(1)} in {One(Cities)}.", words);
        }
    }

    private string One(string[] of) => of[_random.Next(of.Length)];

    private string Day() => new DateTime(2023, 1, 1).AddDays(_random.Next(365)).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
