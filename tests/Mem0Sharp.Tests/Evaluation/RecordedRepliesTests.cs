using Mem0Sharp.Evaluation;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class RecordedRepliesTests
{
    private readonly RecordedReplies _replies = new() { Session = TinyLocomo.Read()[0].Sessions[0] };

    [Fact]
    public void Reply_ToTheExtraction_HasTheFactsWithThePlacesOfTheirTurns() => _replies.Reply(Asking("facts")).Should().Be(
        """{"facts":[{"text":"Nora plays the violin in Prague.","messages":[0]},{"text":"Theo keeps bees on the roof.","messages":[1,2]}]}""");

    [Fact]
    public void Reply_ToTheArbitration_AddsEveryFact() => _replies.Reply(Asking("decisions")).Should().Be(
        """
        {"decisions":[{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null},{"fact":1,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}]}
        """);

    [Fact]
    public void Reply_ToAnythingElse_Throws()
    {
        FluentActions.Invoking(() => _replies.Reply(Asking("poems"))).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => _replies.Reply(options: null)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Reply_WhileNoSessionIsAdded_Throws()
    {
        _replies.Session = null;

        FluentActions.Invoking(() => _replies.Reply(Asking("facts"))).Should().Throw<InvalidOperationException>();
    }

    private static ChatOptions Asking(string schema) => new()
    {
        ResponseFormat = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonElement.Parse("{}"), schema),
    };
}
