using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class ConsolidationFileTests
{
    [Fact]
    public void Read_TakesNumberedFactsInOrderAndQuestionsWithAllTheirAnswers()
    {
        ConsolidationSource source = TinyConsolidation.Read().Single();

        source.Name.Should().Be("tiny");
        source.Facts.Should().Equal(
            "The capital of Ruritania is Strelsau.", "Ida plays the flute.", "The capital of Ruritania is New Zenda Hill.");
        source.Questions.Select(question => question.Text).Should().StartWith("What is the capital of Ruritania?").And.HaveCount(3);
        source.Questions[1].Answers.Should().Equal("the Flute", "recorder");
    }

    [Theory]
    [InlineData("{}", "no list of sources")]
    [InlineData("[1]", "'source' is missing")]
    [InlineData("""[{"source": "s", "questions": [], "answers": []}]""", "'context' is missing")]
    [InlineData("""[{"source": "s", "context": "0. a", "questions": ["q"], "answers": []}]""", "1 questions, but 0 answers")]
    [InlineData("""[{"source": "s", "context": "0. a", "questions": ["q"], "answers": [[]]}]""", "no answer")]
    [InlineData("""[{"source": "s", "context": "0. a", "questions": ["q"], "answers": ["a"]}]""", "no list")]
    [InlineData("""[{"source": "s", "context": "0. a", "questions": [1], "answers": [["a"]]}]""", "no text")]
    [InlineData("""[{"source": "s", "context": "0. a\n2. c", "questions": [], "answers": []}]""", "Fact 1 of 's' is missing")]
    public void Read_OfWhatIsInAnotherFormat_SaysWhat(string json, string message)
    {
        Action read = () => TinyConsolidation.Read(json);

        read.Should().Throw<FormatException>().WithMessage($"*{message}*");
    }
}
