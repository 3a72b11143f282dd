using System.Globalization;
using System.Text;

namespace Mem0Sharp.Tests.Embed.Lexical;

public sealed class LexicalVectorizerTests(ITestOutputHelper output)
{
    [Fact]
    public void Embed_KnownText_GivesTheVectorThatStoredFilesHold()
    {
        // Computed by a second program, in another language, from the description alone.
        float[] vector = Embed("Alice prefers decaf coffee, and coffee only!");

        vector[876].Should().BeApproximately(0.5720019f, 1e-6f);
        vector[259].Should().BeApproximately(0.3378335f, 1e-6f);
        vector[491].Should().BeApproximately(-0.3378335f, 1e-6f);
        vector[679].Should().BeApproximately(0.3378335f, 1e-6f);
        vector[189].Should().BeApproximately(-0.1155859f, 1e-6f);
        vector.Count(static element => element != 0).Should().Be(68);
    }

    [Fact]
    public void Embed_RandomText_GivesAUnitVector()
    {
        const int Seed = 1024;
        output.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        for (int i = 0; i < 200; i++)
        {
            // Any 16 bits: all scripts, signs, lone surrogates. The letter keeps it from being blank.
            string text = "a" + string.Concat(Enumerable.Range(0, random.Next(300)).Select(_ => (char)random.Next(0x10000)));

            Norm(Embed(text)).Should().BeApproximately(1, 1e-6, "text {0} of seed {1} has a direction", i, Seed);
        }
    }

    [Fact]
    public void Embed_EveryUtf16UnitThatIsNotWhiteSpace_GivesAUnitVector()
    {
        List<string> wrong = [];
        for (int unit = 0; unit <= char.MaxValue; unit++)
        {
            if (!char.IsWhiteSpace((char)unit) && Math.Abs(Norm(Embed(((char)unit).ToString())) - 1) > 1e-6)
            {
                wrong.Add(unit.ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        wrong.Should().BeEmpty();
    }

    [Theory]
    [InlineData("The quick brown fox number 7 jumps over lazy dogs. ")]
    [InlineData("y")]
    [InlineData("東京")]
    [InlineData("😀")]
    [InlineData("\uFFFE")]
    public void Embed_MegabyteOfText_GivesAFiniteUnitVector(string repeated)
    {
        float[] vector = Embed(new StringBuilder().Insert(0, repeated, 1_000_000 / repeated.Length).ToString());

        vector.Should().OnlyContain(element => float.IsFinite(element));
        Norm(vector).Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public void Embed_UnderTurkishCulture_GivesTheSameVector()
    {
        const string Text = "INFLATION In Istanbul, İzmir and IĞDIR: É 1.000,5";
        float[] expected = Embed(Text);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            "I".ToLower(CultureInfo.CurrentCulture).Should().Be("ı", "the culture is one that matters");

            Embed(Text).Should().Equal(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Embed_SentenceOfHundredLetters_AllocatesNothing()
    {
        string text = string.Concat(Enumerable.Repeat("Alice prefers decaf. ", 5))[..100];
        float[] vector = new float[LexicalEmbeddingGenerator.Dimensions];

        (await Allocation.OfAsync(() => LexicalVectorizer.Embed(text, vector))).Should().Be(0);
    }

    private static float[] Embed(string text)
    {
        float[] vector = new float[LexicalEmbeddingGenerator.Dimensions];
        LexicalVectorizer.Embed(text, vector);
        return vector;
    }

    private static double Norm(float[] vector) => Math.Sqrt(vector.Sum(static element => (double)element * element));
}
