using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class EmbeddingFileTests
{
    private const int FirstRow = 12;
    private const int RowLength = 16 + 4 + 3;

    private static readonly byte[] Whole = TinyVectors.Of(
        3, ("one", 0.5f, [2, -128, 127]), ("zwei ü", 0.25f, [4, 0, -4]), ("drei", 1, [0, 0, 1]));

    [Fact]
    public void VectorOf_ATextInTheFile_IsItsValuesTimesTheScale()
    {
        EmbeddingFile file = EmbeddingFile.Read(Whole);

        file.Count.Should().Be(3);
        file.Dimensions.Should().Be(3);
        file.VectorOf("one").Should().Equal(1, -64, 63.5f);
        file.VectorOf("zwei ü").Should().Equal(1, 0, -1);
        file.VectorOf("drei").Should().Equal(0, 0, 1);
    }

    [Fact]
    public void VectorOf_AnotherText_IsNull()
    {
        EmbeddingFile file = EmbeddingFile.Read(Whole);

        file.VectorOf("One").Should().BeNull();
        file.Contains("One").Should().BeFalse();
        file.Contains("one").Should().BeTrue();
    }

    [Fact]
    public void Read_OfAFileWithoutTexts_HasNone() => EmbeddingFile.Read(TinyVectors.Of(3)).Contains("one").Should().BeFalse();

    [Fact]
    public void Read_OfAnEmptyFile_SaysHowItMustBegin() => Reading([]).Should().Throw<FormatException>().WithMessage("*does not begin with 'EMB8'*");

    [Fact]
    public void Read_OfAnotherKindOfFile_SaysHowItMustBegin() =>
        Reading(Changed(0, (byte)'F')).Should().Throw<FormatException>().WithMessage("*does not begin with 'EMB8'*");

    [Fact]
    public void Read_WithoutDimensions_SaysHowManyThereCanBe() =>
        Reading(Changed(8, 0)).Should().Throw<FormatException>().WithMessage("*0 dimensions*");

    [Fact]
    public void Read_OfAFileThatIsCutOff_SaysHowLongItMustBe() =>
        Reading(Whole[..^1]).Should().Throw<FormatException>().WithMessage($"*has {Whole.Length - 1} bytes*take {Whole.Length}*");

    [Fact]
    public void Read_OfAFileWithMoreBehindIt_SaysHowLongItMustBe() =>
        Reading([.. Whole, 0]).Should().Throw<FormatException>().WithMessage($"*has {Whole.Length + 1} bytes*take {Whole.Length}*");

    [Fact]
    public void Read_WithMoreRowsThanAnyFileHas_SaysHowLongItMustBe() =>
        Reading(Changed(7, 255)).Should().Throw<FormatException>().WithMessage("*cut off or damaged*");

    [Fact]
    public void Read_WithKeysOutOfOrder_NamesTheRow()
    {
        byte[] first = Whole[FirstRow..(FirstRow + RowLength)];
        byte[] second = Whole[(FirstRow + RowLength)..(FirstRow + (2 * RowLength))];
        byte[] rest = Whole[(FirstRow + (2 * RowLength))..];

        Reading([.. Whole[..FirstRow], .. second, .. first, .. rest]).Should().Throw<FormatException>().WithMessage("Vector 1 is not in the order*");
        Reading([.. Whole[..FirstRow], .. first, .. first, .. rest]).Should().Throw<FormatException>().WithMessage("Vector 1 is not in the order*");
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Read_WithAScaleThatIsNoNumberAboveZero_NamesTheRow(float scale) =>
        Reading(TinyVectors.Of(1, ("one", scale, [1]))).Should().Throw<FormatException>().WithMessage("The scale of vector 0*");

    private static Func<EmbeddingFile> Reading(byte[] content) => () => EmbeddingFile.Read(content);

    private static byte[] Changed(int place, byte value)
    {
        byte[] content = [.. Whole];
        content[place] = value;
        return content;
    }
}
