namespace Mem0Sharp.Tests.Embed.Lexical;

public sealed class LexicalSimilarityTests
{
    [Fact]
    public void Embed_SameWordsInOtherOrder_GivesTheSameVectorToTheBit() =>
        Embed("coffee without sugar for Alice").Should().Equal(Embed("Alice: for sugar, without coffee"));

    [Theory]
    [InlineData("Alice connected the printers", "the printer connects Alice")] // inflection
    [InlineData("She is allergic to peanuts", "what allergies, peanut or others?")] // a question
    [InlineData("He moved to Amsterdam", "he moves to Amsterdma")] // a typo
    [InlineData("Booked a restaurant in Rome", "restuarant, rome")] // another
    [InlineData("彼女は東京に住んでいます", "東京に住む人")]
    [InlineData("그녀는 커피를 좋아합니다", "커피 좋아해요")]
    [InlineData("她在北京工作", "北京的工作")]
    public void Embed_SharedWords_IsCloserThanUnrelatedText(string text, string related)
    {
        double unrelated = Cosine(text, "Quarterly figures look fuzzy; 猫が魚を見た; 날씨 흐림");

        Cosine(text, related).Should().BeGreaterThan(unrelated + 0.2);
    }

    [Fact]
    public void Embed_CorrectWord_IsCloserThanItsTypo() =>
        Cosine("restaurant", "restaurants").Should().BeGreaterThan(Cosine("restaurant", "restuarant"));

    [Fact]
    public void Embed_SharedStopWords_CountsLessThanOneSharedWord() =>
        Cosine("where is the coffee from", "coffee machine")
            .Should().BeGreaterThan(Cosine("where is the coffee from", "where is the machine from"));

    [Fact]
    public void Embed_StemOfAStopWordAndOfAWord_CountsAsTheWord()
    {
        // "his" and "hi" share a stem, and only "his" is a stop word.
        Cosine("his hi tea", "hi").Should().BeGreaterThan(0.5);
        Cosine("his his tea", "hi").Should().BeLessThan(0.3);
    }

    [Fact]
    public void Embed_Paraphrase_IsAsFarAsAnyOtherText()
    {
        // What the embedder does not do, so that nobody promises it.
        Cosine("automobile", "car").Should().BeLessThan(0.2);
        Cosine("automobile", "automobiles").Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public void Embed_RepeatedWord_WeighsMoreButLessThanTwice()
    {
        double once = Cosine("tea cake", "tea");
        double twice = Cosine("tea tea cake", "tea");

        twice.Should().BeGreaterThan(once).And.BeLessThan(2 / Math.Sqrt(5) + 0.05);
    }

    [Theory]
    [InlineData("😀🎉")]
    [InlineData("?!")]
    [InlineData("\u200B")]
    public void Embed_NoLettersAndNoDigits_GivesAUnitVectorOfItsCharacters(string text)
    {
        Norm(Embed(text)).Should().BeApproximately(1, 1e-6);
        Cosine(text, text + " ").Should().BeApproximately(1, 1e-6);
        Math.Abs(Cosine(text, "♞")).Should().BeLessThan(0.01);
    }

    [Fact]
    public void Embed_LoneSurrogate_CountsAsTheReplacementCharacter()
    {
        Embed("\uD800").Should().Equal(Embed("\uFFFD"));
        Embed("tea \uDC00").Should().Equal(Embed("tea"));
    }

    [Fact]
    public void Embed_FeaturesThatCancelEachOther_GivesAUnitVector()
    {
        // Two Han characters, apart so that they make no pair, whose only features meet in a bucket with opposite signs.
        (char left, char right) = FindOpposites();
        float[] leftVector = Embed($"{left}");
        float[] rightVector = Embed($"{right}");
        leftVector.Zip(rightVector, (a, b) => a + b).Should().OnlyContain(sum => sum == 0);

        Norm(Embed($"{left} {right}")).Should().BeApproximately(1, 1e-6);
    }

    private static (char Left, char Right) FindOpposites()
    {
        Dictionary<int, char> byBucket = [];
        for (char han = '\u4E00'; han < '\u9FA5'; han++)
        {
            float[] vector = Embed($"{han}");
            int bucket = Array.FindIndex(vector, static element => element != 0);
            if (byBucket.TryGetValue(bucket, out char other) && Embed($"{other}")[bucket] != vector[bucket])
            {
                return (other, han);
            }

            byBucket[bucket] = han;
        }

        throw new InvalidOperationException("No two Han characters are opposite.");
    }

    private static float[] Embed(string text)
    {
        float[] vector = new float[LexicalEmbeddingGenerator.Dimensions];
        LexicalVectorizer.Embed(text, vector);
        return vector;
    }

    private static double Cosine(string left, string right) =>
        Embed(left).Zip(Embed(right), static (a, b) => (double)a * b).Sum();

    private static double Norm(float[] vector) => Math.Sqrt(vector.Sum(static element => (double)element * element));
}
