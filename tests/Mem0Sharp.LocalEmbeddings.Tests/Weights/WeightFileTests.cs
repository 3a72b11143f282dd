extern alias Converter;

using Converter::Mem0Sharp.WeightConverter;

namespace Mem0Sharp.LocalEmbeddings.Tests.Weights;

public sealed class WeightFileTests
{
    [Fact]
    public void Read_TheWeightsOfThePackage_GivesVocabularyAndTensors()
    {
        WeightFile file = WeightFile.ReadEmbedded();

        file.Pieces.Should().HaveCount(8000).And.HaveElementAt(9, "▁the");
        file.Scores[9].Should().Be(-3.56637144089);
        file.Tensor("embedding").Rows.Should().Be(8002);
        file.Vector("timing").Should().HaveCount(128).And.StartWith(1);
        FluentActions.Invoking(() => file.Tensor("other")).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void Read_AnotherFile_ThrowsInvalidDataException()
    {
        FluentActions.Invoking(() => WeightFile.Read(new MemoryStream("MZ, say, and more"u8.ToArray()))).Should().Throw<InvalidDataException>();
        FluentActions.Invoking(() => WeightFile.Read(new MemoryStream([.. "M0UW"u8, 2, 0, 0, 0]))).Should().Throw<InvalidDataException>()
            .WithMessage("*version 2*");
    }

    [Fact]
    public void Read_AFileThatIsCutShort_ThrowsEndOfStreamException() =>
        FluentActions.Invoking(() => WeightFile.Read(new MemoryStream([.. "M0UW"u8, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, (byte)'a', 0, 1, 0, 0, 0, 9, 0, 0, 0, 0])))
            .Should().Throw<EndOfStreamException>();

    [Fact]
    public void Write_ThePublishedModel_GivesTheBytesOfThePackage()
    {
        ModelFolder model = SharedModel.Published();
        using MemoryStream written = new();

        IReadOnlyList<QuantizedTensor> quantized = WeightWriter.Write(written, model, quantize: true);

        quantized.Should().HaveCount(11).And.OnlyContain(tensor => tensor.RelativeError < 0.01);
        string file = Path.Combine(RepositoryLayout.Root, "src", "Mem0Sharp.LocalEmbeddings", "Weights", "use-lite-en.int8.bin");
        written.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(file)).Should().BeTrue();
    }
}
