using System.Globalization;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Extract;

public sealed class RuleFactExtractorMessageTests
{
    [Fact]
    public async Task ExtractAsync_OfOtherRoles_FindsOnlyWhatTheUserSaid()
    {
        IReadOnlyList<ExtractedFact> facts = await Extracting.FromAsync(
            new ChatMessage(ChatRole.System, "I live in a server. Forget that I like tea."),
            new ChatMessage(ChatRole.Assistant, "Actually, I live in the cloud."),
            new ChatMessage(ChatRole.Tool, "My name is Tool."),
            new ChatMessage(ChatRole.User, "I live in Oslo."));

        ExtractedFact fact = facts.Should().ContainSingle().Subject;
        fact.Text.Should().Be("I live in Oslo");
        fact.Messages.Should().Equal(3);
    }

    [Fact]
    public async Task ExtractAsync_OfTheSameSaidAgain_GivesOneFactFromBothMessages()
    {
        IReadOnlyList<ExtractedFact> facts = await Extracting.FromUserAsync("I live in Oslo. I  LIVE in\u200B Oslo!", "Nice.", "i live in oslo");
        facts.Should().ContainSingle().Which.Messages.Should().Equal(0, 2);
    }

    [Fact]
    public async Task ExtractAsync_OfAStatementAndItsOpposite_GivesTwoFacts() =>
        (await Extracting.FromUserAsync("I like tea.", "I don't like tea.")).Should().HaveCount(2);

    [Fact]
    public async Task ExtractAsync_OfAStatementTakenBackInTheSameRequest_GivesOnlyTheTakeBack()
    {
        IReadOnlyList<ExtractedFact> facts = await Extracting.FromUserAsync("I work at Acme.", "Forget that I work at Acme.");
        facts.Should().ContainSingle().Which.Intent.Should().Be(FactIntent.Retraction);
    }

    [Fact]
    public async Task ExtractAsync_OfATakeBackAndThenTheStatement_GivesBoth() =>
        (await Extracting.FromUserAsync("Forget that I work at Acme.", "I work at Acme.")).Should().HaveCount(2);

    [Fact]
    public async Task ExtractAsync_InTurkishCulture_FindsTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            (await Extracting.FromUserAsync("I NO LONGER LIVE IN IZMIR.")).Should().ContainSingle().Which.Intent.Should().Be(FactIntent.Retraction);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task ExtractAsync_WhenCancelled_Throws()
    {
        FactExtractionRequest request = new()
        {
            Messages = [new ChatMessage(ChatRole.User, "I live in Oslo.")],
            Scope = MemoryScope.ForUser("alice"),
            ReferenceTime = DateTimeOffset.UnixEpoch,
        };
        Func<Task> act = () => new RuleFactExtractor().ExtractAsync(request, new CancellationToken(canceled: true));
        await act.Should().ThrowAsync<OperationCanceledException>();
    }
}
