using Mem0Sharp.Evaluation;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class GivenEmbeddingsTests
{
    private readonly GivenEmbeddings _embeddings = new(EmbeddingFile.Read(TinyVectors.Of(["one", "two"])));

    [Fact]
    public async Task GenerateAsync_WithTextsOfTheFile_GivesTheirVectorsInTheOrderAskedFor()
    {
        GeneratedEmbeddings<Embedding<float>> made = await _embeddings.GenerateAsync(
            ["two", "one", "two"], cancellationToken: TestContext.Current.CancellationToken);

        made.Select(embedding => embedding.Vector.ToArray()).Should().BeEquivalentTo(
            new float[][] { [0, 1], [1, 0], [0, 1] }, options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task GenerateAsync_WithOtherTextsToo_SaysHowManyAreMissing()
    {
        Func<Task> generate = () => _embeddings.GenerateAsync(["two", "three", "four"], cancellationToken: TestContext.Current.CancellationToken);

        await generate.Should().ThrowAsync<FormatException>().WithMessage("*none for 2 of 3 texts*");
    }

    [Fact]
    public void GetService_ForMetadata_SaysHowLongVectorsAre() =>
        _embeddings.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions.Should().Be(2);
}
