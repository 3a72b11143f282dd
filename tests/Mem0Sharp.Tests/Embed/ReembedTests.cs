using System.Runtime.InteropServices;
using Mem0Sharp.Testing;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Embed;

/// <summary>A memory file is moved from one embedding model to another: nothing is lost, nothing is mixed, and nobody waits.</summary>
public sealed class ReembedTests : IAsyncDisposable
{
    private const int Page = 256;

    private readonly MemoryFixture _fixture = ByRules();
    private readonly DeterministicEmbeddingGenerator _newer = new(dimensions: 32, "newer");

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        _newer.Dispose();
    }

    [Fact]
    public async Task ReembedAsync_MovesEveryTextAndChangesNothingElse()
    {
        MemoryItem kept = await _fixture.StoreAsync("likes tea"), gone = await _fixture.StoreAsync("owns a boat");
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await _fixture.Memory.UpdateAsync(kept.Id, "likes coffee", cancellationToken: Token);
        await _fixture.Memory.DeleteAsync(gone.Id, cancellationToken: Token);
        List<HistoryEntry> before = await RowsAsync(_fixture.Memory);
        Memory memory = OpenMoving();
        (await memory.SearchAsync("coffee", Alice, ByVector, Token)).EmbeddingModel.Should().Be("deterministic");
        ProgressSteps steps = new();

        int count = await memory.ReembedAsync(steps, Token);

        count.Should().Be(3);
        steps.Should().Equal(new ReembedProgress(0, 3), new ReembedProgress(3, 3));
        memory.EmbeddingModel.Should().Be("newer");
        _newer.Texts.Should().BeEquivalentTo("likes tea", "owns a boat", "likes coffee");
        int former = _fixture.Embeddings.CallCount;
        MemorySearchResults found = await memory.SearchAsync("coffee", Alice, ByVector, Token);
        found.Should().ContainSingle().Which.Item.Should().Be((await memory.GetAsync(kept.Id, Token))!);
        found.EmbeddingModel.Should().Be("newer");
        (await memory.SearchAsync(
            "tea", Alice, new MemorySearchOptions { Mode = MemorySearchMode.Vector, AsOf = MemoryAsOf.Known(kept.RecordedAt), Top = 1 }, Token)).Single().Item.Text.Should().Be("likes tea");
        (await RowsAsync(memory)).Should().BeEquivalentTo(before, options => options.WithStrictOrdering());
        _fixture.Embeddings.CallCount.Should().Be(former, "the former model has no part any more");
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();

        Memory alone = _fixture.OpenOther(builder => builder.UseEmbeddings(_newer));
        (await alone.SearchAsync("coffee", Alice, ByVector, Token)).Should().ContainSingle();
        await _fixture.Memory.Awaiting(old => old.SearchAsync("coffee", Alice, cancellationToken: Token))
            .Should().ThrowAsync<EmbeddingSpaceException>("it has the former model only");
    }

    [Fact]
    public async Task ReembedAsync_WithoutTheFormerModel_WorksAsTheOnlyCall()
    {
        MemoryItem item = await _fixture.StoreAsync("likes tea");
        Memory memory = _fixture.OpenOther(builder => builder.UseEmbeddings(_newer));
        (await memory.Awaiting(each => each.SearchAsync("tea", Alice, cancellationToken: Token)).Should().ThrowAsync<EmbeddingSpaceException>())
            .Which.Suggestion.Should().Contain("ReembedAsync");

        (await memory.ReembedAsync(cancellationToken: Token)).Should().Be(1);

        (await memory.SearchAsync("tea", Alice, ByVector, Token)).Single().Item.Should().Be(item);
    }

    [Fact]
    public async Task ReembedAsync_OfItsOwnFileOrAnEmptyOne_AsksNobody()
    {
        (await OpenMoving().ReembedAsync(cancellationToken: Token)).Should().Be(0, "there is no file yet");
        await _fixture.StoreAsync("likes tea");
        int calls = _fixture.Embeddings.CallCount;

        (await _fixture.Memory.ReembedAsync(cancellationToken: Token)).Should().Be(0);

        _fixture.Embeddings.CallCount.Should().Be(calls);
        _newer.CallCount.Should().Be(0);
    }

    [Fact]
    public async Task ReembedAsync_OfAFileWhoseTextsAreAllErased_StillMovesIt()
    {
        await _fixture.StoreAsync("likes tea");
        await _fixture.Memory.EraseAsync(Alice, Token);
        Memory memory = OpenMoving();

        (await memory.ReembedAsync(cancellationToken: Token)).Should().Be(0);

        memory.EmbeddingModel.Should().Be("newer");
        await memory.AddAsync("likes milk", Alice, Verbatim, Token);
        (await memory.SearchAsync("milk", Alice, ByVector, Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task ReembedAsync_WhileOthersReadAndWrite_KeepsNobodyWaitingAndLosesNothing()
    {
        MemoryItem item = await _fixture.StoreAsync("likes tea");
        Memory memory = OpenMoving();
        _newer.Hold();
        Task<int> moving = memory.ReembedAsync(cancellationToken: Token);
        await _newer.WhenHeldAsync(1, Token);

        (await memory.SearchAsync("tea", Alice, ByVector, Token)).Should().ContainSingle();
        await memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);
        await _fixture.Memory.AddAsync("owns a boat", Alice, Verbatim, Token);
        (await memory.SearchAsync("coffee", Alice, ByVector, Token))[0].Item.Version.Should().Be(2);
        _newer.Release();

        (await moving).Should().Be(3, "what came meanwhile is moved too");
        (await memory.SearchAsync("coffee", Alice, ByVector, Token))[0].Item.Text.Should().Be("likes coffee");
        (await memory.SearchAsync("boat", Alice, ByVector, Token))[0].Item.Text.Should().Be("owns a boat");
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReembedAsync_ThatEndsMidway_IsGoneOnWith(bool byCancelling)
    {
        await StoreManyAsync(Page + 10);
        Memory memory = OpenMoving();
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        ProgressSteps steps = new(step =>
        {
            if (step.Done == Page && byCancelling)
            {
                source.Cancel();
            }
            else if (step.Done == Page)
            {
                _newer.FailNext(new HttpRequestException("down"));
            }
        });

        Exception stopped = (await memory.Awaiting(each => each.ReembedAsync(steps, source.Token)).Should().ThrowAsync<Exception>()).Which;

        stopped.Should().Match(error => byCancelling ? error is OperationCanceledException : error is MemoryNetworkException);
        (await memory.SearchAsync("fact 1", Alice, cancellationToken: Token)).EmbeddingModel.Should().Be("deterministic", "nothing is half moved");
        int embedded = _newer.TextCount;
        Memory again = OpenMoving();

        (await again.ReembedAsync(cancellationToken: Token)).Should().Be(10);

        (_newer.TextCount - embedded).Should().Be(10, "what was embedded before is not embedded again");
        (await again.SearchAsync("fact 1", Alice, cancellationToken: Token)).EmbeddingModel.Should().Be("newer");
        (await again.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task UpdateAsync_WhoseTextIsEmbeddedWhileTheFileIsMoved_IsEmbeddedAnewAndNotLost()
    {
        MemoryItem one = await _fixture.StoreAsync("likes tea"), two = await _fixture.StoreAsync("owns a boat");
        Memory memory = OpenMoving();
        await memory.OpenAsync(Token);
        _fixture.Embeddings.Hold();
        BatchUpdateOptions once = new() { IdempotencyKey = "key" };
        Task<MemoryUpdateResult> single = memory.UpdateAsync(one.Id, "likes coffee", cancellationToken: Token);
        Task<BatchUpdateResult> batch = memory.BatchUpdateAsync([new(two.Id, "owns a car")], once, Token);
        Task<MemorySearchResults> search = memory.SearchAsync("boat", Alice, ByVector, Token);
        await _fixture.Embeddings.WhenHeldAsync(3, Token);

        await OpenMoving().ReembedAsync(cancellationToken: Token);
        _fixture.Embeddings.Release();

        (await single).Outcome.Should().Be(UpdateOutcome.Updated);
        (await batch).Single().Outcome.Should().Be(UpdateOutcome.Updated);
        (await search).EmbeddingModel.Should().Be("newer", "a vector of the former model finds nothing any more");
        (await memory.SearchAsync("coffee", Alice, ByVector, Token))[0].Item.Should().Be((await memory.GetAsync(one.Id, Token))!);
        (await memory.SearchAsync("car", Alice, ByVector, Token))[0].Item.Version.Should().Be(2);
        (await memory.BatchUpdateAsync([new(two.Id, "owns a car")], once, Token)).Single().Outcome.Should().Be(UpdateOutcome.Updated, "it happened once");
        (await memory.GetAsync(two.Id, Token))!.Version.Should().Be(2);
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task SearchAsync_WhileTheFileIsMovedToAModelOfAsManyDimensions_NeverComparesTheTwo()
    {
        using DeterministicEmbeddingGenerator twin = new(dimensions: 64, "twin");
        _fixture.Embeddings.Map("question", Axis(0)).Map("right", Axis(0)).Map("wrong", Axis(1));
        twin.Map("question", Axis(1)).Map("right", Axis(1)).Map("wrong", Axis(0));
        await _fixture.StoreAsync("right");
        await _fixture.StoreAsync("wrong");
        Memory memory = _fixture.OpenOther(builder => builder.UseEmbeddings(twin).UsePreviousEmbeddings(_fixture.Embeddings));
        await memory.OpenAsync(Token);
        _fixture.Embeddings.Hold();
        Task<MemorySearchResults> search = memory.SearchAsync("question", Alice, ByVector, Token);
        await _fixture.Embeddings.WhenHeldAsync(1, Token);

        await _fixture.OpenOther(builder => builder.UseEmbeddings(twin)).ReembedAsync(cancellationToken: Token);
        _fixture.Embeddings.Release();

        (await search)[0].Should().BeEquivalentTo(new { Item = new { Text = "right" }, Score = 1.0 });
    }

    [Fact]
    public async Task ReembedAsync_OfTextsThatWaitForTheirEmbedding_GivesThemTheirs()
    {
        await using MemoryFixture fixture = ByRules(builder => builder.Configure(options => (options.EmbedsLater, options.ProcessesQueue) = (true, false)));
        await fixture.StoreAsync("likes tea");
        fixture.Embeddings.FailNext(new HttpRequestException("down"));
        await fixture.StoreAsync("owns a boat");
        Memory memory = fixture.OpenOther(builder => builder.UseEmbeddings(_newer).UsePreviousEmbeddings(fixture.Embeddings));

        (await memory.ReembedAsync(cancellationToken: Token)).Should().Be(2);

        MemorySearchResults found = await memory.SearchAsync("boat", Alice, ByVector, Token);
        found.Signals.Should().Be(SearchSignals.Vector);
        found[0].Item.Text.Should().Be("owns a boat");
        (await memory.EmbedMissingAsync(Token)).Should().Be(0);
    }

    [Fact]
    public async Task EraseAsync_WhileTheFileIsMoved_LeavesNoVectorOfEitherModel_D1()
    {
        MemoryItem secret = await _fixture.StoreAsync("the secret"), other = await _fixture.StoreAsync("the other");
        Memory memory = OpenMoving();
        float[] given = Axis(3)[..32];
        _newer.Map(secret.Text, given);
        byte[] vector = MemoryMarshal.AsBytes<float>(given).ToArray();
        ProgressSteps stopping = new(step => _ = step.Done == step.Total ? throw new InvalidOperationException("All is staged.") : step);
        await memory.Awaiting(each => each.ReembedAsync(stopping, Token)).Should().ThrowAsync<InvalidOperationException>();
        _fixture.Count(vector).Should().BePositive("before, it is there");

        await memory.EraseAsync(secret.Id, Token);

        _fixture.Count(vector).Should().Be(0);
        (await memory.ReembedAsync(cancellationToken: Token)).Should().Be(0, "the other is staged already");
        _fixture.Count(vector).Should().Be(0);
        (await memory.SearchAsync(other.Text, Alice, ByVector, Token)).Single().Item.Should().Be(other);
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task ExportAsync_WhileTheFileIsMoved_CarriesNoVectorOfAnotherModelThanItSays()
    {
        await StoreManyAsync(400);
        Memory memory = OpenMoving();
        using MemoryStream written = new();
        await using MeanwhileStream stream = new(written, () => OpenMoving().ReembedAsync(cancellationToken: Token));

        await memory.ExportAsync(stream, cancellationToken: Token);

        written.Position = 0;
        await using Memory copy = new MemoryBuilder().UseEmbeddings(_fixture.Embeddings).Build();
        (await copy.ImportAsync(MemoryImportSource.Export(written), cancellationToken: Token)).Select(item => item.Outcome).Distinct()
            .Should().Equal(MemoryImportOutcome.Imported);
        (await copy.SearchAsync("fact 399", Alice, Nearest, Token))[0].Score.Should().BeApproximately(1, 1e-6);
    }

    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    private static float[] Axis(int index)
    {
        float[] axis = new float[64];
        axis[index] = 1;
        return axis;
    }

    private static async Task<List<HistoryEntry>> RowsAsync(Memory memory) =>
        await memory.HistoryAsync(new HistoryFilter(), Token).ToListAsync(Token);

    private Memory OpenMoving() => _fixture.OpenOther(builder => builder.UseEmbeddings(_newer).UsePreviousEmbeddings(_fixture.Embeddings));

    private async Task StoreManyAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await _fixture.StoreAsync($"fact {i}");
        }
    }
}
