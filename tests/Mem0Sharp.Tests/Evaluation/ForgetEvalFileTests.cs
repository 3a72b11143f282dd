using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class ForgetEvalFileTests
{
    private const string Rest = "\"setup_facts\": [], \"final_query\": \"q\", \"must_contain\": [], \"must_not_contain\": []";

    [Fact]
    public async Task ReadAsync_TakesEachLineThatIsNotBlank()
    {
        IReadOnlyList<ForgetCase> cases = await TinyForgetEval.ReadAsync();

        cases.Select(known => known.Id).Should().Equal("move", "code", "person", "account", "inner-word");
        cases[0].Family.Should().Be("supersession");
        cases[0].Facts.Should().Equal("Nora lives in Riga.", "The lift is out of order.");
        cases[0].FinalQuery.Should().Be("Where does Nora live?");
        cases[0].Required.Should().Equal("turin");
        cases[0].Forbidden.Should().Equal("Riga");
    }

    [Fact]
    public async Task ReadAsync_TakesEachKindOfMutation()
    {
        IReadOnlyList<ForgetCase> cases = await TinyForgetEval.ReadAsync();

        cases.SelectMany(known => known.Mutations).Should().Equal(
            new ForgetMutation.Supersede("Nora address", "Nora moved to Turin."),
            new ForgetMutation.Release("door code 4711"),
            new ForgetMutation.Release("Theo profile"),
            new ForgetMutation.Purge("ida@lake.org account"),
            new ForgetMutation.Purge("Ida car"));
    }

    [Theory]
    [InlineData("", "no cases")]
    [InlineData("\n{", "Line 2: This is no JSON")]
    [InlineData("[]", "Line 1: 'id' is missing")]
    [InlineData("{\"id\": \" \"}", "Line 1: 'id' has something that is no text")]
    [InlineData("{\"id\": \"a\", \"family\": \"f\", \"mutations\": 1, " + Rest + "}", "'mutations' has something that is no list")]
    [InlineData("{\"id\": \"a\", \"family\": \"f\", \"mutations\": [[\"forget\", \"q\"]], " + Rest + "}", "A mutation is none of")]
    [InlineData("{\"id\": \"a\", \"family\": \"f\", \"mutations\": [[\"supersede\", \"q\"]], " + Rest + "}", "A mutation is none of")]
    [InlineData("{\"id\": \"a\", \"family\": \"f\", \"mutations\": [[\"purge\", \"q\", \"t\"]], " + Rest + "}", "A mutation is none of")]
    [InlineData(
        "{\"id\": \"a\", \"family\": \"f\", \"mutations\": [], " + Rest + "}\n{\"id\": \"a\", \"family\": \"f\", \"mutations\": [], " + Rest + "}",
        "Line 2: There is another case 'a'")]
    public async Task ReadAsync_OfWhatIsInAnotherFormat_SaysWhatAndWhere(string lines, string message)
    {
        Func<Task> read = () => TinyForgetEval.ReadAsync(lines);

        await read.Should().ThrowAsync<FormatException>().WithMessage($"*{message}*");
    }
}
