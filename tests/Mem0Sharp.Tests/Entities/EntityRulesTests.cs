using System.Globalization;
using System.Text;

namespace Mem0Sharp.Tests.Entities;

public sealed class EntityRulesTests
{
    // Expected: kind and text of each, in the order of the text.
    [Theory]
    [InlineData("Caroline met Ann Lee in New York.", "name:Caroline name:Ann Lee name:New York")]
    [InlineData("She works at the Bank of America, not at NASA", "name:Bank of America name:NASA")]
    [InlineData("He heard Ludwig van Beethoven with Dr. Smith", "name:Ludwig van Beethoven name:Smith")]
    [InlineData("Ann's Toyota and Bob\u2019s boat", "name:Ann name:Toyota name:Bob")]
    [InlineData("Ann, Bob and Eve", "name:Ann name:Bob name:Eve")]
    [InlineData("Ann Ann Bob", "name:Ann Ann Bob")]
    [InlineData("Ann told Ann", "name:Ann")]
    [InlineData("Visited Paris. Met Eve. Running helps. Likes tea. The dog barks. Attended a school", "name:Paris name:Eve")]
    [InlineData("I've seen that I'm late, and You're not", "")]
    [InlineData("User likes YouTube", "name:YouTube")]
    [InlineData("Élodie moved to Århus, \u041E\u043B\u044C\u0433\u0430 too", "name:Élodie name:Århus name:\u041E\u043B\u044C\u0433\u0430")]
    [InlineData("PLEASE CALL ANN BACK", "")]
    [InlineData("nothing here", "")]
    public void Find_Names_AreToldByTheirCapitals(string text, string expected) => Found(text).Should().Be(expected);

    [Theory]
    [InlineData("She reads \"The Sound of Music\" again", "quote:The Sound of Music")]
    [InlineData("\u201EFaust\u201C, \u00ABNana\u00BB, \u201CEmma\u201D and \u300C\u6771\u4EAC\u300D", "quote:Faust quote:Nana quote:Emma quote:\u6771\u4EAC")]
    [InlineData("It is called 'Blue Door', isn't it", "quote:Blue Door")]
    [InlineData("Ann's and Bob's boats", "name:Ann name:Bob")]
    [InlineData("6\" long, 5' wide", "number:6 number:5")]
    [InlineData("an \"open end", "")]
    [InlineData("a \"\" and \" \"", "")]
    public void Find_Quotes_AreWhatStandsInQuotationMarks(string text, string expected) => Found(text).Should().Be(expected);

    [Theory]
    [InlineData("write to ann.lee+x@example.com", "identifier:ann.lee+x@example.com")]
    [InlineData("see https://example.com/a?b=1, then", "identifier:https://example.com/a?b=1")]
    [InlineData("calls getUserName of Foo.Bar with user_id", "identifier:getUserName identifier:Foo.Bar identifier:user_id")]
    [InlineData("ticket ABC-123 for v1.2.3 at 10.0.2.1", "identifier:ABC-123 identifier:v1.2.3 identifier:10.0.2.1")]
    [InlineData("follows @ann_lee and #tea at 14:30", "identifier:@ann_lee identifier:#tea identifier:14:30")]
    [InlineData("the well-known state-of-the-art and/or don't", "")]
    [InlineData("the 7th of the 90s at 3pm", "")]
    public void Find_Identifiers_AreNoWords(string text, string expected) => Found(text).Should().Be(expected);

    [Theory]
    [InlineData("has 3 cats and two dogs", "number:3 number:2")]
    [InlineData("paid $1,200.50 for 10,000 of them", "number:1200.50 number:10000")]
    [InlineData("5,12 is no thousand", "")]
    [InlineData("one of them", "")]
    [InlineData("007 and 3.14", "number:007 number:3.14")]
    public void Find_Numbers_AreDigitsWithoutTheirCommas(string text, string expected) => Found(text).Should().Be(expected);

    [Theory]
    [InlineData("on 7 May 2026 and on May 8th, 2026", "date:2026-05-07 date:2026-05-08")]
    [InlineData("the 3rd of July", "date:--07-03")]
    [InlineData("since October, in May, of March 2024", "date:--10 date:--05 date:2024-03")]
    [InlineData("2026-11-05, 2026-11 or 2025", "date:2026-11-05 date:2026-11 date:2025")]
    [InlineData("February 31, 2024", "date:2024-02")]
    [InlineData("May I come? March on.", "")]
    [InlineData("yesterday and last week", "")]
    public void Find_Dates_AreIso8601(string text, string expected) => Found(text).Should().Be(expected);

    [Theory]
    [InlineData("on 7 May", true)]
    [InlineData("She left yesterday", true)]
    [InlineData("We met last week", true)]
    [InlineData("On Monday", true)]
    [InlineData("It takes a week", false)]
    [InlineData("The last piece of cake", false)]
    public void Find_Text_SaysWhetherItNamesATime(string text, bool expected)
    {
        EntityRules.Find(text, out bool namesTime);

        namesTime.Should().Be(expected);
    }

    [Fact]
    public void Find_MoreThanTheLimits_KeepsTheFirstAndLeavesOutWhatIsTooLong()
    {
        string many = string.Join(" and ", Enumerable.Range(0, 1_000).Select(n => $"x{n}y"));

        EntityRules.Find(many, out _).Select(entity => entity.Text).Should().Equal(Enumerable.Range(0, MemoryLimits.Entities).Select(n => $"x{n}y"));
        EntityRules.Find($"the {new string('A', MemoryLimits.EntityLength + 1)} and \"{new string('b', MemoryLimits.EntityLength + 1)}\"", out _).Should().BeEmpty();
        EntityRules.Find($"the {new string('A', MemoryLimits.EntityLength)} a", out _).Should().ContainSingle();
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    public void Find_InAnyCulture_IsTheSame(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Found("Ingrid In Istanbul, 1,200.5 on 7 May 2026 IT").Should().Be("name:Ingrid name:Istanbul number:1200.5 date:2026-05-07");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Find_HostileTexts_NeverFailsAndKeepsTheLimits_E4()
    {
        int seed = Environment.TickCount;
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        string[] parts =
        [
            "\"", "'", "\u201C", "\u201D", "@", "#", "http://", ".", ",", ":", "'s", "May", "31", "of", "2026", "Ann", "_", "\uD83D", "\uDE00", "\u0301", "\u0660",
            "\n", " ", "-", "1,000", "\0", "9999-12-31", "\u6771", "A", "z", "Dr", "\uFFFE",
        ];
        for (int i = 0; i < 50_000; i++)
        {
            StringBuilder text = new();
            for (int part = random.Next(12); part >= 0; part--)
            {
                text.Append(parts[random.Next(parts.Length)]).Append(random.Next(2) == 0 ? " " : string.Empty);
            }

            string hostile = text.ToString();
            IReadOnlyList<MemoryEntity> found = EntityRules.Find(hostile, out _);

            found.Should().OnlyHaveUniqueItems("seed {0}: {1}", seed, hostile);
            found.All(entity => entity.Text.Length is > 0 and <= MemoryLimits.EntityLength).Should().BeTrue("seed {0}: {1}", seed, hostile);
        }
    }

    // Each of these would take hours, did the work grow with the square of the text.
    [Theory]
    [InlineData("\"")]
    [InlineData("A ")]
    [InlineData("May ")]
    [InlineData("a.")]
    [InlineData("http://")]
    [InlineData("1,000")]
    [InlineData("\u201Ca")]
    public void Find_TheLongestText_IsReadInOneGo(string part) =>
        EntityRules.Find(string.Concat(Enumerable.Repeat(part, 2_000_000 / part.Length)), out _).Should().HaveCountLessThanOrEqualTo(MemoryLimits.Entities);

    private static string Found(string text) =>
        string.Join(' ', EntityRules.Find(text, out _).Select(entity => $"{WireNames.Of(entity.Kind)}:{entity.Text}"));
}
