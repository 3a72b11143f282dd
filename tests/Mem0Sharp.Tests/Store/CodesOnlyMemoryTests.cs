using Mem0Sharp.Testing;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Store;

/// <summary>A memory whose process keeps codes only finds what one with all vectors finds in the same file, to the bit.</summary>
public sealed class CodesOnlyMemoryTests : IAsyncDisposable
{
    private static readonly string[] Words = ["copper", "lantern", "violin", "meadow", "orchard", "harbour", "cellar", "silver", "tea", "boat"];

    private readonly MemoryFixture _fixture = ByRules(builder => CodesOnly(builder));

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task SearchAsync_WhateverBecameOfTheMemories_FindsWhatAFullStoreFinds()
    {
        const int Seed = 51;
        Random random = new(Seed);
        Memory full = _fixture.OpenOther(builder => builder.Configure(options => options.VectorStorage = VectorStorage.Full));
        List<string> ids = [];
        for (int round = 0; round < 12; round++)
        {
            for (int n = 0; n < 40; n++)
            {
                ids.Add((await _fixture.StoreAsync(Text(random), n % 4 == 0 ? Bob : Alice)).Id);
            }

            await _fixture.Memory.UpdateAsync(Taken(random, ids, keep: true), Text(random), cancellationToken: Token);
            MemoryPatch tagged = new() { Tags = TagsPatch.Add($"round{round}") };
            await _fixture.Memory.UpdateAsync(Taken(random, ids, keep: true), tagged, cancellationToken: Token);
            await full.UpdateAsync(Taken(random, ids, keep: true), Text(random), cancellationToken: Token);
            await _fixture.Memory.DeleteAsync(Taken(random, ids, keep: false), cancellationToken: Token);
            await (round % 2 == 0 ? full : _fixture.Memory).EraseAsync(Taken(random, ids, keep: false), Token);
            if (round % 5 == 4)
            {
                await _fixture.ReopenAsync();
            }

            string[] questions = [.. Enumerable.Range(0, 4).Select(_ => Text(random))];
            foreach (MemorySearchOptions options in (MemorySearchOptions[])[new(), ByVector, new() { Mode = MemorySearchMode.Vector, Top = 200 }])
            {
                IReadOnlyList<MemorySearchResults> expected = await full.SearchManyAsync(questions, Alice, options, Token);
                IReadOnlyList<MemorySearchResults> actual = await _fixture.Memory.SearchManyAsync(questions, Alice, options, Token);
                for (int n = 0; n < questions.Length; n++)
                {
                    actual[n].Should().NotBeEmpty().And.Equal(expected[n], "of seed {0}, round {1}, together", Seed, round);
                    MemorySearchResults alone = await _fixture.Memory.SearchAsync(questions[n], Alice, options, Token);
                    alone.Should().Equal(expected[n], "of seed {0}, round {1}, alone", Seed, round);
                }
            }
        }

        (await _fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task SearchAsync_TextErasedByAnotherProcess_IsNotFound()
    {
        await _fixture.StoreAsync("owns a boat");
        MemoryItem erased = await _fixture.StoreAsync("likes tea");
        (await _fixture.Memory.SearchAsync("tea", Alice, ByVector, Token)).Should().HaveCount(2);
        Memory other = _fixture.OpenOther();

        await other.EraseAsync(erased.Id, Token);

        (await _fixture.Memory.SearchAsync("tea", Alice, ByVector, Token)).Should().ContainSingle().Which.Item.Text.Should().Be("owns a boat");
    }

    [Fact]
    public async Task SearchAsync_TextThatAnotherProcessEmbeddedMeanwhile_IsComparedByTheVectorOfTheFile()
    {
        await _fixture.StoreAsync("owns a boat");
        using DeterministicEmbeddingGenerator service = new();
        Memory other = _fixture.OpenOther(builder => builder.UseEmbeddings(service));
        float[] ofTheFile = service.VectorOf("likes tea");
        float[] slightlyOff = [.. ofTheFile.Select((component, i) => component + (0.01f * (i % 3)))];
        _fixture.Embeddings.Map("likes tea", slightlyOff);
        _fixture.Embeddings.Hold();
        Task<MemoryItem> storing = _fixture.StoreAsync("likes tea", Bob);
        await _fixture.Embeddings.WhenHeldAsync(cancellationToken: Token);
        await other.AddAsync("likes tea", Bob, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        _fixture.Embeddings.Release();
        await storing;

        MemorySearchResults found = await _fixture.Memory.SearchAsync("tea", Bob, ByVector, Token);

        Memory reopened = _fixture.OpenOther(builder => builder.Configure(options => options.VectorStorage = VectorStorage.Full));
        found.Should().NotBeEmpty().And.Equal(await reopened.SearchAsync("tea", Bob, ByVector, Token));
    }

    [Fact]
    public async Task SearchAsync_AfterAnotherProcessChangedTheModel_GoesByTheNewVectors()
    {
        using DeterministicEmbeddingGenerator newer = new(dimensions: 32, "newer");
        await _fixture.StoreAsync("likes tea");
        await _fixture.StoreAsync("owns a boat");
        Memory following = _fixture.OpenOther(builder => builder.UseEmbeddings(newer).UsePreviousEmbeddings(_fixture.Embeddings));
        (await following.SearchAsync("tea", Alice, ByVector, Token)).EmbeddingModel.Should().Be("deterministic");
        Memory moving = _fixture.OpenOther(builder => builder.UseEmbeddings(newer).UsePreviousEmbeddings(_fixture.Embeddings));

        await moving.ReembedAsync(cancellationToken: Token);

        foreach (Memory memory in (Memory[])[moving, following])
        {
            MemorySearchResults found = await memory.SearchAsync("tea", Alice, ByVector, Token);
            found.EmbeddingModel.Should().Be("newer");
            found[0].Item.Text.Should().Be("likes tea");
        }
    }

    [Fact]
    public async Task SearchAsync_TextEmbeddedLater_IsFoundOnceItIs()
    {
        await using MemoryFixture fixture = ByRules(
            builder => CodesOnly(builder.Configure(options => (options.EmbedsLater, options.ProcessesQueue) = (true, false))));
        await fixture.StoreAsync("owns a boat");
        fixture.Embeddings.FailNext(new HttpRequestException("down"));
        await fixture.StoreAsync("likes tea");
        (await fixture.Memory.SearchAsync("likes tea", Alice, ByVector, Token)).Count.Should().Be(2, "one by its words");

        await fixture.Memory.EmbedMissingAsync(Token);

        MemorySearchResults found = await fixture.Memory.SearchAsync("likes tea", Alice, ByVector, Token);
        found.Signals.Should().Be(SearchSignals.Vector);
        found[0].Score.Should().BeApproximately(1, 1e-5);
    }

    [Fact]
    public async Task SearchAsync_HistoryInMemory_WorksToo()
    {
        await using Memory memory = CodesOnly(new MemoryBuilder().UseEmbeddings(_fixture.Embeddings)).Build();
        await memory.AddAsync("likes tea", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);

        (await memory.SearchAsync("likes tea", Alice, ByVector, Token)).Should().ContainSingle().Which.Score.Should().BeApproximately(1, 1e-5);
    }

    private static MemoryBuilder CodesOnly(MemoryBuilder builder) => builder.Configure(options => options.VectorStorage = VectorStorage.CodesOnly);

    private static string Text(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(2, 6)).Select(_ => Words[random.Next(Words.Length)]));

    private static string Taken(Random random, List<string> ids, bool keep)
    {
        int place = random.Next(ids.Count);
        string id = ids[place];
        if (!keep)
        {
            ids.RemoveAt(place);
        }

        return id;
    }
}
