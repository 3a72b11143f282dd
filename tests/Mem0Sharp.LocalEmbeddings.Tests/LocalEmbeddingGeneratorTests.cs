using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.LocalEmbeddings.Tests;

public sealed class LocalEmbeddingGeneratorTests
{
    private const float Tolerance = 1e-5f;

    private readonly LocalEmbeddingGenerator _generator = new();

    public static TheoryData<string> Hostile { get; } =
    [
        ".", "▁", "🙂", string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 200)), "彼女はどこに住んでいますか", "\uD83D", "\uDE42 b", "a\uD83D", "\uDE42\uD83D",
        "\u0000", "a\u0000b", "\u0001\u0002\u001B[31m", "\uFFFD\uFFFF", "a\uFFFEb", "\uFFFE", "\u202Eabc\u200F", "e\u0301\u0301\u0301\u0301", "\uFDFA\uFDFA", "ﬁ ½ Ⅷ",
        "a\nb\tc\r\n", "\u00A0x\u00A0", "مرحبا بالعالم", new string('x', 1000),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Metadata_OfTheGenerator_NamesProviderModelAndDimensions()
    {
        EmbeddingGeneratorMetadata metadata = _generator.GetRequiredService<EmbeddingGeneratorMetadata>();

        metadata.ProviderName.Should().Be("mem0sharp");
        metadata.DefaultModelId.Should().Be("use-lite-en-int8");
        metadata.DefaultModelDimensions.Should().Be(512);
        _generator.GetService(typeof(LocalEmbeddingGenerator)).Should().BeSameAs(_generator);
        _generator.GetService(typeof(string)).Should().BeNull();
        _generator.GetService(typeof(LocalEmbeddingGenerator), "key").Should().BeNull();
        _generator.GetService(typeof(double), LocalEmbeddingGenerator.UnrelatedCosineKey).Should().Be(0.2);
        _generator.GetService(typeof(string), LocalEmbeddingGenerator.UnrelatedCosineKey).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task GenerateAsync_WithHostileText_GivesAFiniteUnitVector(string text) => CheckUnit(await Vector(text));

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    [InlineData('字')]
    [InlineData('\n')]
    public async Task GenerateAsync_WithAMegabyteOfText_GivesAFiniteUnitVector(char letter) =>
        CheckUnit(await Vector($"a{new string(letter, 1_000_000)}b"));

    [Fact]
    public async Task GenerateAsync_WithRandomText_GivesAFiniteUnitVector()
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        string[] texts =
        [
            .. Enumerable.Range(0, 100).Select(_ => "x" + string.Concat(Enumerable.Range(0, random.Next(60))
                .Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x100 : 0x10000)))),
        ];

        foreach (Embedding<float> embedding in await _generator.GenerateAsync(texts, cancellationToken: Token))
        {
            CheckUnit(embedding.Vector.ToArray());
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n")]
    public async Task GenerateAsync_WithABlankText_ThrowsArgumentException(string? text) =>
        (await FluentActions.Awaiting(() => _generator.GenerateAsync(["fine", text!], cancellationToken: Token))
            .Should().ThrowAsync<ArgumentException>()).Which.Message.Should().StartWith("Text 1 ");

    [Fact]
    public async Task GenerateAsync_WithOtherDimensions_ThrowsArgumentException() =>
        await FluentActions.Awaiting(() => _generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 256 }, Token))
            .Should().ThrowAsync<ArgumentException>();

    [Fact]
    public async Task GenerateAsync_WithItsOwnDimensions_Embeds() =>
        (await _generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 512 }, Token)).Should().ContainSingle();

    [Fact]
    public async Task GenerateAsync_WhenCancelled_Throws() =>
        await FluentActions.Awaiting(() => _generator.GenerateAsync(["a"], cancellationToken: new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();

    [Fact]
    public async Task GenerateAsync_OfNothing_IsEmpty() => (await _generator.GenerateAsync([], cancellationToken: Token)).Should().BeEmpty();

    [Fact]
    public async Task GenerateAsync_OfManyTexts_GivesEachTheVectorItHasAlone()
    {
        string[] texts = Texts(150);

        GeneratedEmbeddings<Embedding<float>> together = await _generator.GenerateAsync(texts, cancellationToken: Token);

        together.Should().HaveCount(texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            float[] alone = await Vector(texts[i]);
            TensorPrimitives.Distance<float>(alone, together[i].Vector.Span).Should().BeLessThan(Tolerance, "text {0}", i);
        }
    }

    [Fact]
    public async Task GenerateAsync_FromManyThreads_KeepsMemoryForAsManyAsThereAreProcessors()
    {
        const int Threads = 32, Calls = 8;
        LocalModel model = new(WeightFile.ReadEmbedded(), MatrixKernel.Widest);
        using LocalEmbeddingGenerator generator = new(() => model);
        using Barrier start = new(Threads);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(Token);
                return Task.WhenAll(Enumerable.Range(0, Calls).Select(call => generator.GenerateAsync([$"She moved to Oslo in {call}."], cancellationToken: Token)));
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        model.Encoder.ScratchCount.Should().BeInRange(1, Environment.ProcessorCount);
    }

    [Fact]
    public async Task GenerateAsync_OfOneTextFromManyThreads_GivesTheSameBits()
    {
        float[] first = await Vector(Texts(1)[0]);

        float[][] all = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            await Vector(Texts(8)[i % 8]); // leaves its own values in the scratch memory
            return await Vector(Texts(1)[0]);
        })));

        all.Should().AllSatisfy(vector => vector.Should().Equal(first));
    }

    [Fact]
    public async Task GenerateAsync_WhenATextIsTooLong_ReadsItsFirstTokensAndSaysHowManyWereCut()
    {
        string fits = string.Concat(Enumerable.Repeat("the ", 127)) + "the";
        RecordingLogger logger = new();
        using LocalEmbeddingGenerator generator = new(logger);

        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync([fits, $"{fits} dog barked"], cancellationToken: Token);

        embeddings[0].AdditionalProperties.Should().BeNull();
        embeddings[1].AdditionalProperties![LocalEmbeddingGenerator.TokensCutProperty].Should().BeOfType<int>().Which.Should().BeGreaterThan(0);
        embeddings[1].Vector.ToArray().Should().Equal(embeddings[0].Vector.ToArray());
        embeddings.Usage!.InputTokenCount.Should().Be(256);
        logger.Messages.Should().ContainSingle().Which.Should().StartWith("A text of 13").And.NotContain("dog");
    }

    [Fact]
    public async Task GenerateAsync_AfterDispose_StillEmbeds()
    {
        _generator.Dispose();

        CheckUnit(await Vector("a"));
    }

    [Fact]
    public async Task SearchAsync_OfAMemoryWithTheGenerator_FindsWhatSharesNoWord()
    {
        await using Memory memory = new MemoryBuilder().UseEmbeddings(_generator).Build();
        MemoryScope scope = MemoryScope.ForUser("alice");
        foreach (string text in (string[])["Alice likes tea without sugar", "Alice moved to Berlin", "The build takes four minutes"])
        {
            await memory.AddAsync(text, scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        }

        (await memory.SearchAsync("Where does she live?", scope, cancellationToken: Token))[0].Item.Text.Should().Be("Alice moved to Berlin");
    }

    private static string[] Texts(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => $"Number {i} moved to Berlin" + string.Concat(Enumerable.Repeat(" and likes tea", i % 13))),
    ];

    private static void CheckUnit(float[] vector)
    {
        vector.Should().HaveCount(512).And.OnlyContain(value => float.IsFinite(value));
        TensorPrimitives.Norm<float>(vector).Should().BeApproximately(1, Tolerance);
    }

    private async Task<float[]> Vector(string text) => (await _generator.GenerateAsync([text], cancellationToken: Token))[0].Vector.ToArray();
}
