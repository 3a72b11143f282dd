using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Testing.Tests.Embeddings;

public sealed class DeterministicEmbeddingGeneratorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(257)]
    [InlineData(1536)]
    public async Task GenerateAsync_AnyText_HasLengthOne(int dimensions)
    {
        using DeterministicEmbeddingGenerator generator = new(dimensions);

        GeneratedEmbeddings<Embedding<float>> embeddings =
            await generator.GenerateAsync(["lives in Oslo", string.Empty, "!?", "a a a", "ключ 🦜"], cancellationToken: Token);

        embeddings.Should().HaveCount(5);
        foreach (Embedding<float> embedding in embeddings)
        {
            embedding.Vector.Length.Should().Be(dimensions);
            TensorPrimitives.Norm(embedding.Vector.Span).Should().BeApproximately(1, 1e-5f);
            embedding.ModelId.Should().Be("deterministic");
        }
    }

    [Fact]
    public void VectorOf_KnownText_IsTheSameOnEveryMachine()
    {
        using DeterministicEmbeddingGenerator generator = new(8);

        // The first eight bits of SHA-256(0000 0000 "oslo") as signs, divided by √8.
        generator.VectorOf("Oslo").Select(component => Math.Sign(component)).Should().Equal(ExpectedSigns("oslo"));
        generator.VectorOf("Oslo").Should().OnlyContain(component => Math.Abs(component) == (float)(1 / Math.Sqrt(8)));
    }

    [Fact]
    public void VectorOf_TextsThatShareWords_AreNearerThanTextsThatDoNot()
    {
        using DeterministicEmbeddingGenerator generator = new(256);
        float[] text = generator.VectorOf("she lives in Oslo");

        float reordered = TensorPrimitives.CosineSimilarity(text, generator.VectorOf("In OSLO, she lives!"));
        float near = TensorPrimitives.CosineSimilarity(text, generator.VectorOf("he lives in Oslo"));
        float far = TensorPrimitives.CosineSimilarity(text, generator.VectorOf("dogs chase yellow balls"));

        reordered.Should().BeApproximately(1, 1e-5f);
        near.Should().BeInRange(0.6f, 0.9f);
        far.Should().BeInRange(-0.3f, 0.3f);
    }

    [Fact]
    public void SharedWordsAreNear_False_MakesDifferentTextsUnrelated()
    {
        using DeterministicEmbeddingGenerator generator = new(256) { SharedWordsAreNear = false };

        float other = TensorPrimitives.CosineSimilarity(generator.VectorOf("lives in Oslo"), generator.VectorOf("lives in oslo"));

        other.Should().BeInRange(-0.3f, 0.3f);
        generator.VectorOf("lives in Oslo").Should().Equal(generator.VectorOf("lives in Oslo"));
    }

    [Fact]
    public async Task Counts_AfterCalls_AreOfCallsAndTexts()
    {
        using DeterministicEmbeddingGenerator generator = new();

        await generator.GenerateAsync(["a", "b"], cancellationToken: Token);
        GeneratedEmbeddings<Embedding<float>> second = await generator.GenerateAsync(["a b, c"], cancellationToken: Token);
        _ = generator.VectorOf("not counted");

        (generator.CallCount, generator.TextCount).Should().Be((2, 3));
        generator.Texts.Should().Equal("a", "b", "a b, c");
        second.Usage!.InputTokenCount.Should().Be(3);
    }

    [Fact]
    public async Task Map_Text_HasThatVectorAndOthersTheirOwn()
    {
        using DeterministicEmbeddingGenerator generator = new DeterministicEmbeddingGenerator(2).Map("north", 0, 5);

        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(["north", "North"], cancellationToken: Token);

        embeddings[0].Vector.ToArray().Should().Equal(0f, 5f);
        embeddings[1].Vector.ToArray().Should().NotEqual([0f, 5f]);
    }

    [Fact]
    public async Task FailNext_Twice_FailsTwoCallsInOrderAndThenNone()
    {
        using DeterministicEmbeddingGenerator generator =
            new DeterministicEmbeddingGenerator().FailNext(new TimeoutException()).FailNext(new HttpRequestException());
        Func<Task> call = () => generator.GenerateAsync(["a"], cancellationToken: Token);

        await call.Should().ThrowAsync<TimeoutException>();
        await call.Should().ThrowAsync<HttpRequestException>();
        await call.Should().NotThrowAsync();
        generator.CallCount.Should().Be(3);
    }

    [Theory]
    [InlineData(EmbeddingMisbehavior.None, 2, 4)]
    [InlineData(EmbeddingMisbehavior.WrongDimension, 2, 5)]
    [InlineData(EmbeddingMisbehavior.NotANumber, 2, 4)]
    [InlineData(EmbeddingMisbehavior.ZeroLength, 2, 4)]
    [InlineData(EmbeddingMisbehavior.TooFew, 1, 4)]
    [InlineData(EmbeddingMisbehavior.TooMany, 3, 4)]
    public async Task Misbehavior_Each_DoesJustThat(EmbeddingMisbehavior misbehavior, int count, int length)
    {
        using DeterministicEmbeddingGenerator generator = new(4) { Misbehavior = misbehavior };

        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(["a", "b"], cancellationToken: Token);

        embeddings.Should().HaveCount(count);
        float[] last = embeddings[^1].Vector.ToArray();
        last.Should().HaveCount(length);
        last.Any(float.IsNaN).Should().Be(misbehavior == EmbeddingMisbehavior.NotANumber);
        last.All(component => component == 0).Should().Be(misbehavior == EmbeddingMisbehavior.ZeroLength);
    }

    [Fact]
    public async Task Hold_Calls_WaitUntilReleased()
    {
        using DeterministicEmbeddingGenerator generator = new();
        generator.Hold();

        Task first = generator.GenerateAsync(["a"], cancellationToken: Token);
        Task second = generator.GenerateAsync(["b"], cancellationToken: Token);
        await generator.WhenHeldAsync(2, Token);
        bool anyBefore = first.IsCompleted || second.IsCompleted;
        generator.Release();
        await Task.WhenAll(first, second);
        await generator.GenerateAsync(["c"], cancellationToken: Token);

        anyBefore.Should().BeFalse();
        generator.CallCount.Should().Be(3);
    }

    [Fact]
    public async Task Hold_TokenCancelledMeanwhile_EndsThatCallOnly()
    {
        using DeterministicEmbeddingGenerator generator = new();
        using CancellationTokenSource source = new();
        generator.Hold();
        Task cancelled = generator.GenerateAsync(["a"], cancellationToken: source.Token);
        Task kept = generator.GenerateAsync(["b"], cancellationToken: Token);

        await source.CancelAsync();
        Func<Task> wait = () => cancelled;
        await wait.Should().ThrowAsync<OperationCanceledException>();
        Task two = generator.WhenHeldAsync(2, Token);

        kept.IsCompleted.Should().BeFalse();
        two.IsCompleted.Should().BeFalse("one call is left");
        Task third = generator.GenerateAsync(["c"], cancellationToken: Token);
        await two;
        generator.Release();
        await Task.WhenAll(kept, third);
    }

    [Fact]
    public async Task GenerateAsync_CancelledBefore_CountsNothing()
    {
        using DeterministicEmbeddingGenerator generator = new();

        Func<Task> call = () => generator.GenerateAsync(["a"], cancellationToken: new CancellationToken(canceled: true));

        await call.Should().ThrowAsync<OperationCanceledException>();
        generator.CallCount.Should().Be(0);
    }

    [Fact]
    public async Task GenerateAsync_FromManyThreads_CountsEach()
    {
        using DeterministicEmbeddingGenerator generator = new();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(() => generator.GenerateAsync([$"t{n}"], cancellationToken: Token), Token)));

        generator.CallCount.Should().Be(200);
        generator.Texts.Should().BeEquivalentTo(Enumerable.Range(0, 200).Select(n => $"t{n}"));
    }

    [Fact]
    public async Task Metadata_ModelAndDimensions_AreAsSet()
    {
        using DeterministicEmbeddingGenerator generator = new(12, "other-model");

        EmbeddingGeneratorMetadata metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;

        (metadata.DefaultModelId, metadata.DefaultModelDimensions).Should().Be(("other-model", 12));
        GeneratedEmbeddings<Embedding<float>> shorter =
            await generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 3 }, Token);
        shorter[0].Vector.Length.Should().Be(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(MemoryLimits.Dimensions + 1)]
    public void Dimensions_OutOfRange_AreRefused(int dimensions)
    {
        Action create = () => _ = new DeterministicEmbeddingGenerator(dimensions);

        create.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static IEnumerable<int> ExpectedSigns(string word)
    {
        byte first = System.Security.Cryptography.SHA256.HashData([0, 0, 0, 0, .. System.Text.Encoding.UTF8.GetBytes(word)])[0];
        return Enumerable.Range(0, 8).Select(bit => (first >> bit & 1) == 1 ? 1 : -1);
    }
}
