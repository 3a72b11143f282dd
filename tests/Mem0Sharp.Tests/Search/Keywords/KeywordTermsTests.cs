using System.Globalization;

namespace Mem0Sharp.Tests.Search.Keywords;

public sealed class KeywordTermsTests
{
    // Expected: the terms in ordinal order, each once, with how often where it is more than once.
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\r\n", "")]
    [InlineData("?!...", "")]
    [InlineData("It is what it is.", "")]
    [InlineData("The dogs were walking", "dog walk")]
    [InlineData("connections CONNECTED Connecting", "connect*3")]
    [InlineData("I don't", "")]
    [InlineData("Ann's O'Brien", "ann brien o")]
    public void Of_PlainWords_AreStemsWithoutStopWords(string text, string expected) => Terms(text).Should().Be(expected);

    [Theory]
    [InlineData("She bought and buys to buy", "bui*3")]
    [InlineData("Went, goes, going, GONE", "go*4")]
    [InlineData("children, child; people, person", "child*2 person*2")]
    [InlineData("He drove his wife, she met wives", "drive meet wife*2")]
    [InlineData("a rose, a bit", "bit rose")]
    public void Of_IrregularForms_AreTheStemOfTheirBase(string text, string expected) => Terms(text).Should().Be(expected);

    [Theory]
    [InlineData("getUserName", "get getusernam name user")]
    [InlineData("XMLHttpRequest", "http request xml xmlhttprequest")]
    [InlineData("PDFs", "pdf")]
    [InlineData("PARIS Paris paris", "pari*3")]
    [InlineData("user_id", "id user user_id")]
    [InlineData("__init__", "init")]
    [InlineData("Foo.Bar", "bar foo foo.bar")]
    [InlineData("Foo.user_id", "foo foo.user_id id user user_id")]
    [InlineData("user_id.Foo", "foo id user user_id user_id.foo")]
    [InlineData("isActive", "activ isact")]
    [InlineData("x86_64", "64 86 x x86 x86_64")]
    [InlineData("wi-fi", "fi wi wi-fi")]
    [InlineData("end.", "end")]
    [InlineData("end. Start", "end start")]
    [InlineData("wait...what", "wait")]
    public void Of_Names_AreFoundWholeAndByParts(string text, string expected) => Terms(text).Should().Be(expected);

    [Theory]
    [InlineData("4711", "4711")]
    [InlineData("3.14", "14 3 3.14")]
    [InlineData("3pm", "3 3pm pm")]
    [InlineData("10 kg, 10kg", "10*2 10kg kg*2")]
    [InlineData("v1.2.3", "1 2 3 v v1 v1.2.3")]
    [InlineData("$1,200.50", "1200 1200.50 50")]
    [InlineData("1,234,567 towns", "1234567 town")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("5,12", "12 5")]
    [InlineData("2,2026", "2 2026")]
    [InlineData("1,200x", "1 200 200x x")]
    [InlineData("2026-11-25", "11 2026 2026-11-25 25")]
    [InlineData("25/11/2026", "11 2026 25 25/11/2026")]
    [InlineData("14:30", "14 14:30 30")]
    [InlineData("Note:tea", "note tea")]
    [InlineData("ann.lee+x@example.com", "ann ann.lee+x@example.com com exampl lee x")]
    [InlineData("0199a3f2c4d1", "0199a3f2c4d1")]
    public void Of_NumbersDatesAndAddresses_AreFoundAsWritten(string text, string expected) => Terms(text).Should().Be(expected);

    [Theory]
    [InlineData("猫", "猫")]
    [InlineData("猫が好き", "が好 好き 猫が")]
    [InlineData("猫、犬", "犬 猫")]
    [InlineData("東京tower京", "tower 京 東京")]
    [InlineData("한국어", "국어 한국")]
    [InlineData("ｶﾞﾗｽ", "ガラ ラス")]
    public void Of_ChineseJapaneseKorean_ArePairsAndWhatStandsAlone(string text, string expected) => Terms(text).Should().Be(expected);

    [Theory]
    [InlineData("Привет МИР", "мир привет")]
    [InlineData("ΟΔΟΣ οδος", "οδοσ*2")]
    [InlineData("İstanbul ISTANBUL", "istanbul*2")]
    [InlineData("Naïve NAÏVE", "naïve*2")]
    [InlineData("nai\u0308ve", "naïve")]
    [InlineData("ＦＵＬＬ ﬁt", "fit full")]
    [InlineData("नमस्ते", "नमस्ते")]
    [InlineData("I ❤️ 🍕🍕", "❤ 🍕*2")]
    [InlineData("👍🏽 👍", "👍*2")]
    [InlineData("👩‍👧", "👧 👩")]
    [InlineData("🇵🇹🇪🇸", "🇪🇸 🇵🇹")]
    public void Of_OtherScriptsAndEmoji_AreWords(string text, string expected) => Terms(text).Should().Be(expected);

    // Written apart: a lone surrogate does not survive the file of an InlineData.
    [Fact]
    public void Of_LoneSurrogatesAndNoncharacters_SeparateWords()
    {
        Terms("\uD83Dtea\uDE00milk\uFFFEsugar\uFFFF\0salt\uD800").Should().Be("milk salt sugar tea");
        Terms("\uD83D").Should().BeEmpty();
        Terms("\uDE00\uD83D").Should().BeEmpty();
    }

    [Fact]
    public void Of_WordThatIsTooLong_IsCutAndNotInACharacter()
    {
        Terms(new string('x', 1000)).Should().Be(new string('x', KeywordTerms.LongestTerm));

        // Letters of two units each, the first of which ends at an odd place.
        string letters = "x" + string.Concat(Enumerable.Repeat("\U00010428", 100));
        Terms(letters).Should().Be(letters[..(KeywordTerms.LongestTerm - 1)]);
    }

    [Fact]
    public void Of_NameThatIsTooLong_IsFoundByItsParts() =>
        Terms(string.Join('.', Enumerable.Repeat("lantern", 20))).Should().Be("lantern*20");

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("th-TH")]
    [InlineData("sv-SE")]
    public void Of_InAnyCulture_IsTheSame(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Terms("WINE İÇİN getID 1,200 Åland").Should().Be("1200 get getid id için wine åland");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("a1")]
    [InlineData("aB")]
    [InlineData("x.")]
    [InlineData("x_y.")]
    [InlineData("1,000")]
    [InlineData("京")]
    [InlineData("🍕")]
    [InlineData("🇵")]
    [InlineData("\u0301")]
    [InlineData("ß\u0308 ")]
    public void Of_AMillionCharacters_HasAtMostFourTermsForEach(string pattern)
    {
        string text = string.Concat(Enumerable.Repeat(pattern, 1_000_000 / pattern.Length));

        using KeywordTerms terms = KeywordTerms.Of(text);

        terms.Length.Should().BeLessThanOrEqualTo(4 * text.Length);
        terms.Count.Should().BeLessThanOrEqualTo(terms.Length);
    }

    [Fact]
    public void Of_AnyUtf16_GivesTermsInOrderThatAreNeitherEmptyNorTooLong()
    {
        const int Seed = 20261125;
        Random random = new(Seed);
        string alphabet = "aB1_.-,@:' \u00DF\u0130\u0301京かガ한\u200D\uFE0F\uD83D\uDE00\uD83C\uDDF5\uDDF9\uFFFE\u2028";
        for (int run = 0; run < 3000; run++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            using KeywordTerms terms = KeywordTerms.Of(text);
            int length = 0;
            for (int i = 0; i < terms.Count; i++)
            {
                terms[i].Length.Should().BeInRange(1, KeywordTerms.LongestTerm, "of seed {0}, run {1}", Seed, run);
                length += terms.Occurrences(i);
                (i == 0 || terms[i - 1].SequenceCompareTo(terms[i]) < 0).Should().BeTrue("of seed {0}, run {1}", Seed, run);
            }

            length.Should().Be(terms.Length, "of seed {0}, run {1}", Seed, run);
        }
    }

    private static string Terms(string text)
    {
        using KeywordTerms terms = KeywordTerms.Of(text);
        List<string> all = [];
        for (int i = 0; i < terms.Count; i++)
        {
            all.Add(terms.Occurrences(i) == 1 ? terms[i].ToString() : $"{terms[i]}*{terms.Occurrences(i)}");
        }

        return string.Join(' ', all);
    }
}
