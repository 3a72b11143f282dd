using System.Text;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Migrate;

/// <summary>What is erased in the source between two runs is erased in the copy, whatever else has happened.</summary>
public sealed class MigrationErasureTests : IAsyncDisposable
{
    private const string Mira = "Mira Q. Unforgettable";
    private const string Harpsichord = "Owns an unforgettable harpsichord";

    private readonly MemoryFixture _fixture = ByRules();
    private readonly HistoryFiles _files = new();
    private readonly DeterministicEmbeddingGenerator _newer = new(dimensions: 32, "newer");

    public async ValueTask DisposeAsync()
    {
        await _files.DisposeAsync();
        await _fixture.DisposeAsync();
        _newer.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MigrateAsync_AfterAnActorWasErased_LeavesNothingOfTheActorInTheCopy(bool toFile)
    {
        MemoryItem said = await SayAsync("likes tea", Mira, Alice), others = await SayAsync("owns a boat", "Zoe", Alice);
        await _fixture.Memory.UpdateAsync(others.Id, "owns two boats", new MemoryUpdateOptions { ChangedBy = Mira, ChangedByRole = "user" }, Token);
        await _fixture.Memory.UpdateAsync(others.Id, "owns three boats", new MemoryUpdateOptions { ChangedBy = "Zoe" }, Token);
        IHistoryStore source = await _files.OpenAsync(_fixture.Path), target = await _files.NewAsync(toFile);
        await source.EnqueueAsync(Queued("1", "Zoe", Mira), Token);
        await source.EnqueueAsync(Queued("2", "Zoe"), Token);
        await source.MigrateAsync(target, cancellationToken: Token);
        FilesWith(Mira).Count.Should().Be(toFile ? 1 : 0);

        EraseReceipt receipt = await _fixture.Memory.EraseActorAsync(Mira, Token);
        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);

        receipt.MemoryIds.Should().Equal(said.Id);
        (result.Copied, result.Erased, result.Queued).Should().Be((0, 1, 2));
        List<string> held = await Held.ByAsync(target);
        held.Should().Equal(await Held.ByAsync(source)).And.NotContain(line => line.Contains(Mira));
        held.Should().Contain(line => line.Contains("Zoe"));
        FilesWith(Mira).Should().BeEmpty();
        FilesWith("Zoe").Count.Should().Be(toFile ? 1 : 0);
        await using Memory copy = new MemoryBuilder().UseHistory(target).UseEmbeddings(_fixture.Embeddings).Build();
        (await copy.CheckAsync(Token)).Problems.Should().BeEmpty();
        (await copy.VerifyAsync(receipt, Token)).IsVerified.Should().BeTrue();
    }

    [Fact]
    public async Task MigrateAsync_AfterAnActorWasErasedInOneScope_KeepsTheNameInTheOther()
    {
        MemoryItem here = await SayAsync("owns a boat", "Zoe", Alice), there = await SayAsync("owns a boat", "Zoe", Bob);
        foreach (MemoryItem item in (MemoryItem[])[here, there])
        {
            await _fixture.Memory.UpdateAsync(item.Id, "owns two boats", new MemoryUpdateOptions { ChangedBy = Mira }, Token);
        }

        IHistoryStore source = await _files.OpenAsync(_fixture.Path), target = await _files.NewAsync(inFile: true);
        await source.MigrateAsync(target, cancellationToken: Token);

        await _fixture.Memory.For(Alice).EraseActorAsync(Mira, Token);
        await source.MigrateAsync(target, cancellationToken: Token);

        (await target.ReadAsync([here.Id, there.Id], Token).Select(row => row.ChangedBy).ToListAsync(Token)).Should().Equal("Zoe", "Zoe", null, Mira);
        (await Held.ByAsync(target)).Should().Equal(await Held.ByAsync(source));
    }

    [Fact]
    public async Task MigrateAsync_AfterAnActorWasErasedWhoWasOnlyQueued_LeavesNoByteOfIt()
    {
        await _fixture.StoreAsync("Likes tea");
        IHistoryStore source = await _files.OpenAsync(_fixture.Path), target = await _files.NewAsync(inFile: true);
        await source.EnqueueAsync(Queued("1", Mira), Token);
        await source.MigrateAsync(target, cancellationToken: Token);
        FilesWith(Mira).Should().ContainSingle();

        await _fixture.Memory.EraseActorAsync(Mira, Token);
        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);

        result.Queued.Should().Be(0);
        FilesWith(Mira).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task MigrateAsync_AfterAnErasureAndAnotherModel_MovesTheCopyAndLeavesNothingOfIt(bool toFile, bool isErasedFirst)
    {
        IHistoryStore source = await SourceAsync(), target = await _files.NewAsync(toFile);
        await source.MigrateAsync(target, cancellationToken: Token);
        FilesWith(Harpsichord).Count.Should().Be(toFile ? 1 : 0);

        EraseReceipt receipt = await MoveAndEraseAsync(isErasedFirst);
        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);

        // The row that tells that a link is gone, and the memory that came since.
        (result.Copied, result.Erased).Should().Be((2, 1));
        (await Held.ByAsync(target)).Should().Equal(await Held.ByAsync(source)).And.NotContain(line => line.Contains(Harpsichord));
        (await target.OpenAsync(Token)).Space.Should().Be(new EmbeddingSpace("newer", 32));
        FilesWith(Harpsichord).Should().BeEmpty();
        await using Memory copy = new MemoryBuilder().UseHistory(target).UseEmbeddings(_newer).Build();
        (await copy.CheckAsync(Token)).Problems.Should().BeEmpty();
        (await copy.VerifyAsync(receipt, Token)).IsVerified.Should().BeTrue();
        (await copy.SearchAsync("likes coffee", Alice, Nearest, Token)).Single().Item.Text.Should().Be("Likes coffee");
    }

    [Fact]
    public async Task MigrateAsync_CutOffAtAnyCallAfterAnErasureAndAnotherModel_EndsAsItsCopy()
    {
        IHistoryStore source = await SourceAsync(), before = await _files.NewAsync(inFile: false);
        await source.MigrateAsync(before, cancellationToken: Token);
        MemoryItem boat = await _fixture.Memory.GetAllAsync(Alice, cancellationToken: Token).FirstAsync(item => item.Links.Count > 0, Token);
        await _fixture.Memory.UpdateAsync(boat.Id, "Sails", cancellationToken: Token);
        await MoveAndEraseAsync(isErasedFirst: true);
        List<string> held = await Held.ByAsync(source);
        bool isCut = true;
        for (int calls = 1; isCut; calls++)
        {
            IHistoryStore target = await _files.NewAsync(inFile: false);
            await before.MigrateAsync(target, cancellationToken: Token);
            int left = calls;
            Func<Task> cut = () => source.MigrateAsync(new FallingHistory(target, () => --left == 0), cancellationToken: Token);
            isCut = (await Record.ExceptionAsync(cut)) is MemoryStoreException;

            await source.MigrateAsync(target, cancellationToken: Token);

            (await Held.ByAsync(target)).Should().Equal(held, $"it was cut off at call {calls}");
        }
    }

    private static QueuedCall Queued(string id, params string[] actors) => MigrationSource.Queued(id) with
    {
        Content = new QueuedAdd(
            Conversation.Of(actors.Select(actor => new ChatMessage(ChatRole.User, $"said {id}") { AuthorName = actor })),
            Alice, Within: null, MemoryAddMode.Reconcile, new MemoryAddOptions()).ToJson(),
    };

    /// <summary>Makes a source in which one memory links to another.</summary>
    private async Task<IHistoryStore> SourceAsync()
    {
        await _fixture.StoreAsync("Likes tea");
        MemoryItem harpsichord = await _fixture.StoreAsync(Harpsichord), boat = await _fixture.StoreAsync("Owns a boat");
        await _fixture.Memory.UpdateAsync(boat.Id, new MemoryPatch { Links = LinksPatch.Set(new MemoryLink(harpsichord.Id, 1)) }, cancellationToken: Token);
        return await _files.OpenAsync(_fixture.Path);
    }

    private async Task<EraseReceipt> MoveAndEraseAsync(bool isErasedFirst)
    {
        Memory moving = _fixture.OpenOther(builder => builder.UseEmbeddings(_newer).UsePreviousEmbeddings(_fixture.Embeddings));
        string id = (await moving.GetAllAsync(Alice, cancellationToken: Token).SingleAsync(item => item.Text.Equals(Harpsichord, StringComparison.Ordinal), Token)).Id;
        EraseReceipt? receipt = isErasedFirst ? await moving.EraseAsync(id, Token) : null;
        await moving.ReembedAsync(cancellationToken: Token);
        receipt ??= await moving.EraseAsync(id, Token);
        await moving.AddAsync("Likes coffee", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        return receipt;
    }

    private async Task<MemoryItem> SayAsync(string text, string actor, MemoryScope scope) => (await _fixture.Memory.AddAsync(
        [new ChatMessage(ChatRole.User, text) { AuthorName = actor }], scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();

    /// <summary>Finds the files of copies in which bytes of a text are.</summary>
    private List<string> FilesWith(string text) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(_files.Path("any"))!).GroupBy(file => file.Split(".db")[0], StringComparer.Ordinal)
            .Where(files => files.Any(file => Contents(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)).Select(files => files.Key)];

    private static byte[] Contents(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] contents = new byte[stream.Length];
        stream.ReadExactly(contents);
        return contents;
    }
}
