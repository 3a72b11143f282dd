using Mem0Sharp.Tests.Ask;
using static Mem0Sharp.Tests.Reconcile.Reconciling;

namespace Mem0Sharp.Tests.Reconcile;

public sealed class ModelReconcilerTests
{
    [Fact]
    public async Task ReconcileAsync_WithFactsAndDecisions_ReadsThemInOrder()
    {
        StubChatClient client = StubChatClient.Replying(
            """
            {"facts":[
              {"text":"Ada lives in Graz.","messages":[0,7],"type":"semantic","from":"2024","to":null,"decisions":[
                {"event":"UPDATE","candidate":0,"text":null,"old_text":null,"span":"Linz","with":"Graz","reason":"moved"}]},
              {"text":"Ada has no pets.","messages":[1],"type":"semantic","from":null,"to":null,"decisions":[
                {"event":"DELETE","candidate":1,"text":null,"old_text":"Ada has a dog.","span":null,"with":null,"reason":null},
                {"event":"DELETE","candidate":9,"text":null,"old_text":null,"span":null,"with":null,"reason":null}]},
              {"text":" ","decisions":[]},
              {"text":"Ada rows.","messages":[2],"type":"semantic","from":null,"to":null,"decisions":[]}]}
            """);

        Reconciliation read = await AskAsync(client);

        read.Facts.Select(fact => (fact.Text, string.Join(',', fact.Messages), fact.ValidFrom?.Year)).Should().Equal(
            ("Ada lives in Graz.", "0", 2024), ("Ada has no pets.", "1", null), ("Ada rows.", "2", null));
        read.Decisions.Should().Equal(
            new MemoryDecision.Update(0, 0, "Ada lives in Graz.") { Reason = "moved" },
            new MemoryDecision.Delete(1, 1, "Ada has a dog."),
            new MemoryDecision.Delete(1, 9));
        client.Calls.Should().ContainSingle().Which.AskedForSchema.Should().BeTrue();
    }

    [Fact]
    public async Task ReconcileAsync_WithTheSameFactTwice_KeepsItOnceWithAllMessagesAndWhatIsDecidedOnce()
    {
        Reconciliation read = await AskAsync(StubChatClient.Replying(
            """
            {"facts":[
              {"text":"Ada rows.","messages":[2],"decisions":[{"event":"ADD","reason":"new"}]},
              {"text":"Bo sings.","messages":[1],"decisions":[{"event":"ADD"},{"event":"ADD"}]},
              {"text":" Ada rows. ","messages":[0],"decisions":[{"event":"ADD","reason":"again"},{"event":"NONE","candidate":1}]}]}
            """));

        read.Facts.Select(fact => fact.Text).Should().Equal("Ada rows.", "Bo sings.");
        read.Facts[0].Messages.Should().Equal(0, 2);
        read.Decisions.Should().Equal(
            new MemoryDecision.Add(0) { Reason = "new" }, new MemoryDecision.Add(1), new MemoryDecision.Add(1), new MemoryDecision.None(0, 1));
    }

    [Theory]
    [InlineData("""{"facts":[]}""")]
    [InlineData("[]")]
    [InlineData("```json\n{\"facts\":[],}\n```")]
    public async Task ReconcileAsync_WithNoFact_ReadsNone(string reply) =>
        (await AskAsync(StubChatClient.Replying(reply))).Facts.Should().BeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("There is nothing to remember.")]
    [InlineData("{}")]
    [InlineData("""{"facts":{}}""")]
    [InlineData("""{"facts":"Ada rows."}""")]
    [InlineData("""{"facts":["Ada rows."]}""")]
    [InlineData("""{"facts":[null]}""")]
    [InlineData("""{"facts":[{"text":"Ada rows."}]}""")]
    [InlineData("""{"facts":[{"text":"Ada rows.","decisions":{}}]}""")]
    [InlineData("""{"facts":[{"text":"Ada rows.","decisions":["ADD"]}]}""")]
    [InlineData("""{"facts":[{"text":7,"decisions":[]}]}""")]
    [InlineData("""{"facts":[{"text":"","decisions":[{"event":"DELETE","candidate":0}]}]}""")]
    [InlineData("""{"facts":[{"text":"Ada rows.","decisions":[{"event":"REPLACE"}]}]}""")]
    [InlineData("""{"facts":[{"text":"Ada rows.","decisions":[{"event":"UPDATE","candidate":0}]}]}""")]
    [InlineData("""{"facts":[{"text":"Ada rows.","decisions":[{"event":"UPDATE","candidate":0,"span":"Wels","with":"Graz"}]}]}""")]
    [InlineData("""{"facts":[{"text":"Ada rows.","decisions":[{"event":"DELETE"}]}]}""")]
    [InlineData("""{"facts":[{"text":"lost \ud83c half","decisions":[{"event":"ADD"}]}]}""")]
    [InlineData("""{"facts":[{"text":"Ada rows.","decisions":[{"event":"ADD","event":"NONE"}]}]}""")]
    [InlineData("""{"decisions":[{"fact":0,"event":"ADD"}]}""")]
    [InlineData("{\"facts\":[]}\n{\"facts\":[{\"text\":\"Ada rows.\",\"decisions\":[{\"event\":\"ADD\"}]}]}")]
    public async Task ReconcileAsync_WithAReplyThatCannotBeRead_AsksTwiceAndThrows(string reply)
    {
        StubChatClient client = StubChatClient.Replying(reply);

        (await FluentActions.Awaiting(() => AskAsync(client)).Should().ThrowAsync<ModelResponseException>()).Which.Stage.Should().Be("reconcile");

        client.Calls.Should().HaveCount(2);
    }
}
