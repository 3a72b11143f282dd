using Microsoft.Data.Sqlite;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.Migrate;

/// <summary>What is no copy is not made one, and not taken for one.</summary>
public sealed class MigrationRefusalTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData("rows")]
    [InlineData("more rows")]
    [InlineData("another second row")]
    [InlineData("erasures")]
    [InlineData("rejections")]
    [InlineData("calls")]
    [InlineData("queue")]
    public async Task MigrateAsync_IntoAHistoryOfItsOwn_IsRefusedBeforeAnythingIsWritten(string what)
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: false), target = await files.NewAsync(inFile: true);
        await source.CommitAsync([Add("a"), Add("b")], Token);
        Task made = what switch
        {
            "rows" => target.CommitAsync([Add("a")], Token),
            "more rows" => MoreAsync(),
            "another second row" => SecondAsync(),
            "erasures" => target.EraseAsync(new HistoryErasureRequest { Copied = [new("z", 2, Noon)], ErasedAt = Noon }, Token),
            "rejections" => target.AddRejectionsAsync([new(new("alice", "tea"), Noon)], Token),
            "calls" => target.AddCallsAsync([new("key", "request", Noon)], Token),
            _ => target.EnqueueAsync(MigrationSource.Queued("1"), Token),
        };
        await made;
        List<string> held = await Held.ByAsync(target);
        HistoryPosition position = await target.GetPositionAsync(Token);

        Func<Task> into = () => source.MigrateAsync(target, cancellationToken: Token);

        HistoryMigrationException error = (await into.Should().ThrowAsync<HistoryMigrationException>()).Which;
        error.Message.Should().Contain("Nothing was written");
        (await Held.ByAsync(target)).Should().Equal(held);
        (await target.GetPositionAsync(Token)).Should().Be(position);
        await target.ResetAsync(Token);
        (await source.MigrateAsync(target, cancellationToken: Token)).Rows.Should().Be(2, "it is empty now");

        async Task MoreAsync()
        {
            await source.MigrateAsync(target, cancellationToken: Token);
            await target.CommitAsync([Add("c")], Token);
        }

        async Task SecondAsync()
        {
            IHistoryStore other = await files.NewAsync(inFile: false);
            await other.CommitAsync([Add("a")], Token);
            await other.MigrateAsync(target, cancellationToken: Token);
            await source.ResetAsync(Token);
            await other.MigrateAsync(source, cancellationToken: Token);
            await source.CommitAsync([Add("b")], Token);
            await target.CommitAsync([Add("b")], Token);
        }
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("text")]
    [InlineData("metadata")]
    [InlineData("who")]
    [InlineData("why")]
    [InlineData("embedding")]
    [InlineData("last row")]
    [InlineData("rejection")]
    [InlineData("call")]
    [InlineData("queue")]
    [InlineData("erasure")]
    public async Task MigrateAsync_IntoAStoreThatKeepsSomethingElse_FindsIt(string forged)
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: true);
        await source.CommitAsync([Add("a"), Update("a", "Likes tea"), Add("b"), Add("c")], Token);
        await source.EraseAsync(new HistoryErasureRequest { MemoryIds = ["c"], ErasedAt = Noon }, Token);
        await source.AddRejectionsAsync([new(new("alice", "tea"), Noon)], Token);
        await source.AddCallsAsync([new("key", "request", Noon)], Token);
        await source.EnqueueAsync(MigrationSource.Queued("1"), Token);

        Func<Task> into = async () => await source.MigrateAsync(new ForgingHistory(await files.NewAsync(inFile: false), forged), cancellationToken: Token);

        if (string.Equals(forged, "nothing", StringComparison.Ordinal))
        {
            await into.Should().NotThrowAsync();
        }
        else
        {
            HistoryMigrationException error = (await into.Should().ThrowAsync<HistoryMigrationException>()).Which;
            error.Message.Should().Contain("The copy is not as its source is").And.NotContainAny("tea", "alice", "gin", "Eve");
            error.IsTransient.Should().BeFalse();
        }
    }

    [Theory]
    [InlineData("UPDATE history SET reason = reason", false)]
    [InlineData("UPDATE history SET reason = 'forged' WHERE sequence = 1", true)]
    [InlineData("UPDATE history SET record = replace(record, 'text of a', 'text of x'), new_memory = 'text of x' WHERE sequence = 1", true)]
    [InlineData("UPDATE history SET old_hash = new_hash WHERE sequence = 2", true)]
    [InlineData("DELETE FROM history WHERE sequence = 3", true)]
    public async Task MigrateAsync_IntoACopyThatSomebodyChanged_FindsIt(string sql, bool isFound)
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: false), target = await files.OpenAsync(files.Path("copy.db"));
        await source.CommitAsync([Add("a"), Update("a", "second"), Add("b"), Add("c")], Token);
        await source.MigrateAsync(target, cancellationToken: Token);
        await target.DisposeAsync();
        Forge(files.Path("copy.db"), sql);
        IHistoryStore changed = await files.OpenAsync(files.Path("copy.db"));

        Func<Task> into = () => source.MigrateAsync(changed, cancellationToken: Token);

        if (isFound)
        {
            await into.Should().ThrowAsync<HistoryMigrationException>();
        }
        else
        {
            await into.Should().NotThrowAsync();
        }
    }

    [Fact]
    public async Task MigrateAsync_OfASourceThatIsWrittenToAllTheTime_SaysSoAndKeepsWhatIsCopied()
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: false), target = await files.NewAsync(inFile: false);
        await source.CommitAsync([Add("a")], Token);
        int next = 0;
        WrittenHistory written = new(source, () => source.CommitAsync([Add($"{next++}")], Token));

        Func<Task> during = () => written.MigrateAsync(target, cancellationToken: Token);

        (await during.Should().ThrowAsync<HistoryMigrationException>()).Which.IsTransient.Should().BeTrue();
        (await target.CountAsync(null, null, null, Token)).Should().BePositive();
        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);
        result.Rows.Should().Be(next + 1);
        (await Held.ByAsync(target)).Should().Equal(await Held.ByAsync(source));
    }

    [Fact]
    public async Task MigrateAsync_IntoItself_IsRefused()
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: false);

        Func<Task> into = () => source.MigrateAsync(source, cancellationToken: Token);

        await into.Should().ThrowAsync<MemoryValidationException>();
    }

    [Fact]
    public async Task MigrateAsync_OfTenThousandRows_HoldsAPageOfThem()
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: true), target = await files.NewAsync(inFile: true);
        for (int page = 0; page < 20; page++)
        {
            await source.CommitAsync([.. Enumerable.Range(page * 500, 500).Select(i => Add($"{i}"))], Token);
        }

        CountedHistory counted = new(source);
        InterruptedHistory commits = new(target);

        HistoryMigrationResult result = await counted.MigrateAsync(commits, new Asking(() => counted.Ask()), Token);

        (result.Rows, result.Memories, result.Copied).Should().Be((10_000, 10_000, 10_000));
        commits.CommitSizes.Should().OnlyContain(size => size <= 256).And.HaveCountGreaterThan(30);
        counted.MostBetween.Should().BeLessThanOrEqualTo(257, "a page is copied, or compared, before the next is read");
    }

    private static void Forge(string path, string sql)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        SqliteChecksum.Register(connection);
        foreach (string statement in (string[])[sql, $"UPDATE history SET checksum = {SqliteChecksum.Of("history")}"])
        {
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own.
            command.CommandText = statement;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    private sealed class Asking(Action ask) : IProgress<HistoryMigrationProgress>
    {
        public void Report(HistoryMigrationProgress value) => ask();
    }
}
