using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Embed.Lexical;

public sealed class LexicalEmbeddingGeneratorTests
{
    private readonly LexicalEmbeddingGenerator _generator = new();

    [Fact]
    public async Task GenerateAsync_SeveralTexts_GivesOneVectorEachInTheirOrder()
    {
        string[] texts = ["decaf coffee", "green tea", "decaf coffee"];

        GeneratedEmbeddings<Embedding<float>> batch = await _generator.GenerateAsync(texts, cancellationToken: Token);

        batch.Should().HaveCount(3);
        for (int i = 0; i < texts.Length; i++)
        {
            batch[i].Vector.ToArray().Should().Equal(await EmbedAsync(texts[i]));
        }

        batch[0].Vector.ToArray().Should().NotEqual(batch[1].Vector.ToArray());
    }

    [Fact]
    public async Task GenerateAsync_NoTexts_GivesNoVectors() =>
        (await _generator.GenerateAsync([], cancellationToken: Token)).Should().BeEmpty();

    [Fact]
    public async Task GenerateAsync_AnyText_NamesTheModelAndItsDimensions()
    {
        Embedding<float> embedding = (await _generator.GenerateAsync(["tea"], cancellationToken: Token)).Single();

        embedding.ModelId.Should().Be("mem0sharp-lexical-1");
        embedding.Dimensions.Should().Be(1024);
    }

    [Fact]
    public void GenerateAsync_AnyText_HasCompletedWhenItReturns() =>
        _generator.GenerateAsync(["tea"], cancellationToken: Token).IsCompletedSuccessfully.Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n\u3000")]
    public async Task GenerateAsync_BlankText_IsRefusedByItsPositionAlone(string? blank)
    {
        Func<Task> act = () => _generator.GenerateAsync(["secret", blank!], cancellationToken: Token);

        (await act.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain("Text 1").And.NotContain("secret");
    }

    [Fact]
    public async Task GenerateAsync_NullTexts_IsRefused() =>
        await FluentActions.Awaiting(() => _generator.GenerateAsync(null!, cancellationToken: Token))
            .Should().ThrowAsync<ArgumentNullException>();

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public async Task GenerateAsync_OtherDimensionsAsked_IsRefused(int dimensions)
    {
        EmbeddingGenerationOptions options = new() { Dimensions = dimensions };

        await FluentActions.Awaiting(() => _generator.GenerateAsync(["tea"], options, Token))
            .Should().ThrowAsync<ArgumentException>().WithMessage($"*1024*{dimensions}*");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1024)]
    public async Task GenerateAsync_ItsOwnDimensionsAsked_Answers(int? dimensions)
    {
        EmbeddingGenerationOptions options = new() { Dimensions = dimensions, ModelId = "any" };

        (await _generator.GenerateAsync(["tea"], options, Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task GenerateAsync_CancelledBetweenTexts_StopsThere()
    {
        using CancellationTokenSource source = new();
        int read = 0;
        IEnumerable<string> Texts()
        {
            for (; read < 10; read++)
            {
                if (read == 3)
                {
                    source.Cancel();
                }

                yield return "tea";
            }
        }

        await FluentActions.Awaiting(() => _generator.GenerateAsync(Texts(), cancellationToken: source.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        read.Should().Be(3);
    }

    [Fact]
    public async Task GenerateAsync_FromManyThreads_GivesTheVectorsOfOneThread()
    {
        // Short texts use the stack, long ones the shared pools.
        string[] texts =
        [
            .. Enumerable.Range(0, 200).Select(static i =>
                string.Join(' ', Enumerable.Range(i, 1 + (i * 3)).Select(static n => $"wörd{n}s"))),
        ];
        float[][] expected = new float[texts.Length][];
        for (int i = 0; i < texts.Length; i++)
        {
            expected[i] = await EmbedAsync(texts[i]);
        }

        float[][] actual = new float[texts.Length][];
        await Parallel.ForAsync(0, texts.Length, Token, async (i, _) => actual[i] = await EmbedAsync(texts[i]));

        for (int i = 0; i < texts.Length; i++)
        {
            actual[i].Should().Equal(expected[i]);
        }
    }

    [Fact]
    public async Task GenerateAsync_SentenceOfHundredLetters_AllocatesItsVectorAndLittleElse()
    {
        string[] texts = [string.Concat(Enumerable.Repeat("Alice prefers decaf. ", 5))[..100]];
        CancellationToken token = Token;

        long allocated = await Allocation.OfAsync(() => _ = _generator.GenerateAsync(texts, cancellationToken: token));

        // 4,408 measured: 4,120 for the vector, the rest for the embedding, its list and the task.
        allocated.Should().BeInRange(4_120, 4_700);
    }

    [Fact]
    public void GetService_Metadata_NamesProviderModelAndDimensions()
    {
        EmbeddingGeneratorMetadata? metadata = _generator.GetService<EmbeddingGeneratorMetadata>();

        metadata.Should().NotBeNull();
        metadata!.ProviderName.Should().Be("mem0sharp");
        metadata.ProviderUri.Should().BeNull();
        metadata.DefaultModelId.Should().Be(LexicalEmbeddingGenerator.ModelId);
        metadata.DefaultModelDimensions.Should().Be(LexicalEmbeddingGenerator.Dimensions);
    }

    [Fact]
    public void GetService_ItsOwnType_GivesItself() =>
        _generator.GetService(typeof(IEmbeddingGenerator<string, Embedding<float>>)).Should().BeSameAs(_generator);

    [Fact]
    public void GetService_OtherTypeOrAnyKey_GivesNull()
    {
        _generator.GetService(typeof(string)).Should().BeNull();
        _generator.GetService(typeof(EmbeddingGeneratorMetadata), "key").Should().BeNull();
        _generator.GetService(typeof(double), "key").Should().BeNull();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<float[]> EmbedAsync(string text) =>
        (await _generator.GenerateAsync([text], cancellationToken: Token)).Single().Vector.ToArray();
}
