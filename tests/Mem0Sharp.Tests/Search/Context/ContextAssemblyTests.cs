namespace Mem0Sharp.Tests.Search.Context;

public sealed class ContextAssemblyTests
{
    private static readonly MemoryItem[] Found = [Of("Likes green tea"), Of("Plays the violin on Sundays"), Of("Lives in Bergen")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_ABudgetOfExactlyTheirText_TakesThemAndOfOneLessDoesNot(int count)
    {
        string text = MemoryPrompt.Format(Found.Take(count));

        MemoryContext exact = ContextAssembly.Of(Found.Take(count), text.Length, Length);
        MemoryContext less = ContextAssembly.Of(Found.Take(count), text.Length - 1, Length);

        (exact.Text, exact.TokenCount, exact.LeftOutCount).Should().Be((text, text.Length, 0));
        exact.Items.Should().Equal(Found.Take(count));
        less.LeftOutCount.Should().Be(1);
        less.TokenCount.Should().BeLessThan(text.Length);
        less.Items.Should().HaveCount(count - 1);
    }

    [Fact]
    public void Of_EveryBudget_IsNeverExceededAndCountsEachMemoryAsTakenOrLeftOut()
    {
        int whole = MemoryPrompt.Format(Found).Length;
        for (int budget = 1; budget <= whole; budget++)
        {
            MemoryContext context = ContextAssembly.Of(Found, budget, Length);

            context.Text.Should().Be(MemoryPrompt.Format(context.Items));
            context.TokenCount.Should().Be(context.Text.Length).And.BeLessThanOrEqualTo(budget);
            (context.Items.Count + context.LeftOutCount).Should().Be(3);
        }
    }

    [Fact]
    public void Of_AMemoryLongerThanTheBudget_PassesItOverAndGoesOn()
    {
        MemoryItem[] found = [Found[0], Of(new string('x', 10_000)), Found[1], Found[2]];

        MemoryContext context = ContextAssembly.Of(found, MemoryPrompt.Format(Found).Length, Length);

        context.Items.Should().Equal(Found);
        context.LeftOutCount.Should().Be(1);
    }

    [Fact]
    public void Of_OnlyAMemoryLongerThanTheBudget_IsEmpty()
    {
        MemoryContext context = ContextAssembly.Of([Of(new string('x', 10_000))], 5_000, Length);

        (context.Text, context.TokenCount, context.LeftOutCount).Should().Be((string.Empty, 0, 1));
        context.Items.Should().BeEmpty();
    }

    [Fact]
    public void Of_Nothing_IsEmptyAndCountsNothing()
    {
        MemoryContext context = ContextAssembly.Of([], 5_000, _ => throw new InvalidOperationException("Nobody should count."));

        (context.Text, context.TokenCount, context.LeftOutCount).Should().Be((string.Empty, 0, 0));
        context.Items.Should().BeEmpty();
    }

    [Fact]
    public void Of_ACounterThatThrows_ThrowsWhatItThrew()
    {
        InvalidOperationException failure = new("no vocabulary");

        FluentActions.Invoking(() => ContextAssembly.Of(Found, 5_000, _ => throw failure))
            .Should().Throw<InvalidOperationException>().Which.Should().BeSameAs(failure);
    }

    [Fact]
    public void Of_ACounterThatGivesANegativeNumber_IsRefused()
    {
        FluentActions.Invoking(() => ContextAssembly.Of(Found, 5_000, _ => -1))
            .Should().Throw<MemoryValidationException>().Which.Parameter.Should().Be("CountTokens");
        ContextAssembly.Of(Found, 5_000, _ => 0).Items.Should().HaveCount(3);
    }

    [Fact]
    public void Of_ManyMemories_CountsOnceForEach()
    {
        int counted = 0;

        ContextAssembly.Of(Enumerable.Repeat(Found[0], 200), 2_000, text =>
        {
            counted++;
            return text.Length;
        });

        counted.Should().Be(200);
    }

    private static int Length(string text) => text.Length;

    private static MemoryItem Of(string text) => new() { Id = text[..1], Text = text, Scope = MemoryFixture.Alice };
}
