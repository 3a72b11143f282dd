using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests.Import;

public sealed class LargeImportTests
{
    private static readonly MemoryImportOptions ForAlice = new() { Scope = MemoryFixture.Alice };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task ImportAsync_OfManyMemories_WritesAThousandVersionsInOneTransaction()
    {
        using Mem0File file = Filled(memories: 700, versions: 3);
        InterruptedHistory history = new(new InMemoryHistoryStore());
        await using Memory memory = new MemoryBuilder().UseHistory(history).Build();

        MemoryImportResult result = await memory.ImportAsync(file.Source, ForAlice, Token);

        result.ImportedCount.Should().Be(700);
        history.CommitSizes.Should().Equal(999, 999, 102);
        (await memory.HistoryAsync("m0699", Token).Select(row => row.Version).ToListAsync(Token)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task ImportAsync_OfAMemoryWithMoreVersionsThanAChunk_WritesThemInOneTransaction()
    {
        using Mem0File file = Filled(memories: 2, versions: 1_500);
        InterruptedHistory history = new(new InMemoryHistoryStore());
        await using Memory memory = new MemoryBuilder().UseHistory(history).Build();

        await memory.ImportAsync(file.Source, ForAlice, Token);

        history.CommitSizes.Should().Equal(1_500, 1_500);
        (await memory.GetAsync("m0001", Token))!.Version.Should().Be(1_500);
    }

    [Fact]
    public async Task ImportAsync_WhenAnEmbeddingFails_KeepsWhatWasCommittedAndGoesOnTheNextTime()
    {
        using Mem0File file = Filled(memories: 1_200, versions: 1);
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryImportOptions options = new()
        {
            ScopeOf = id =>
            {
                if (id is "m1100")
                {
                    fixture.Embeddings.FailNext(new InvalidDataException("no vector"));
                }

                return MemoryFixture.Alice;
            },
        };

        Func<Task> import = () => fixture.Memory.ImportAsync(file.Source, options, Token);
        await import.Should().ThrowAsync<EmbeddingException>();
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(1_000);

        MemoryImportResult again = await fixture.Memory.ImportAsync(file.Source, ForAlice, Token);

        (again.ImportedCount, again.UnchangedCount, again.FailedCount).Should().Be((200, 1_000, 0));
    }

    [Fact]
    public async Task ImportAsync_ThatIsCancelled_LeavesWholeMemoriesOnly()
    {
        using Mem0File file = Filled(memories: 1_000, versions: 2);
        using CancellationTokenSource cancellation = new();
        await using Memory memory = new MemoryBuilder().Build();
        MemoryImportOptions options = new()
        {
            ScopeOf = id =>
            {
                if (id is "m0800")
                {
                    cancellation.Cancel();
                }

                return MemoryFixture.Alice;
            },
        };

        Func<Task> import = () => memory.ImportAsync(file.Source, options, cancellation.Token);

        await import.Should().ThrowAsync<OperationCanceledException>();
        List<MemoryItem> left = await memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).ToListAsync(Token);
        left.Should().HaveCount(500).And.OnlyContain(item => item.Version == 2);
    }

    private static Mem0File Filled(int memories, int versions)
    {
        Mem0File file = new(Mem0File.Python);
        using SqliteConnection connection = file.Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "INSERT INTO history (id, memory_id, new_memory, event, created_at, updated_at) VALUES ($id, $memory, $text, $event, '2025-05-01', $at)";
        foreach (string name in (string[])["$id", "$memory", "$text", "$event", "$at"])
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        // Version by version, as they were written: the rows of a memory do not stand together.
        for (int version = 1; version <= versions; version++)
        {
            for (int i = 0; i < memories; i++)
            {
                object[] values =
                [
                    $"{i}-{version}", $"m{i:0000}", $"fact {i} v{version}", version == 1 ? "ADD" : "UPDATE", $"2025-05-01T10:{version / 60:00}:{version % 60:00}Z",
                ];
                for (int p = 0; p < values.Length; p++)
                {
                    command.Parameters[p].Value = values[p];
                }

                command.ExecuteNonQuery();
            }
        }

        transaction.Commit();
        return file;
    }
}
