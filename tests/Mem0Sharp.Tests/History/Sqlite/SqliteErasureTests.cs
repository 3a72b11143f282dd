using System.Text;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>That what was erased is in no byte of any file (D1), or that the call said so (D2).</summary>
public sealed class SqliteErasureTests(ITestOutputHelper output)
{
    private const int Seed = 20260301, Memories = 100, Updates = 3;

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfAHundredSecrets_LeavesNoByteOfThemInAnyFile_D1(bool byScope)
    {
        output.WriteLine($"seed {Seed}");
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        Random random = new(Seed);
        List<string> secrets = [], ids = [];
        string twin = Secret(random);
        await fixture.StoreAsync(twin, MemoryFixture.Bob);
        Memory other = fixture.OpenOther();
        for (int i = 0; i < Memories; i++)
        {
            secrets.Add(Secret(random));
            MemoryAddOptions once = new() { Mode = MemoryAddMode.Verbatim, IdempotencyKey = $"add {i}" };
            string id = (await fixture.Memory.AddAsync(secrets[^1], MemoryFixture.Alice, once, Token)).Items.Single().Id;
            ids.Add(id);
            for (int update = 0; update < Updates; update++)
            {
                secrets.Add(Secret(random));
                await fixture.Memory.UpdateAsync(id, secrets[^1], new MemoryUpdateOptions { IdempotencyKey = $"update {update}" }, Token);
            }

            await (i % 2 == 0 ? fixture.Memory : other).SearchAsync(secrets[^1], MemoryFixture.Alice, cancellationToken: Token);
            if (i % 5 == 0)
            {
                await other.DeleteAsync(id, cancellationToken: Token);
            }
        }

        List<byte[]> vectors = [.. fixture.Sql("SELECT vector, hash FROM embeddings")
            .Where(row => !((byte[])row[1]!).SequenceEqual(HistoryRecord.TextHash(twin)))
            .Select(row => (byte[])row[0]!)];
        vectors.Should().HaveCount(secrets.Count);
        Hits(fixture, Traces(secrets, vectors)).Should().BeGreaterThanOrEqualTo(2 * secrets.Count, "before, they are there");

        if (byScope)
        {
            (await fixture.Memory.EraseAsync(MemoryFixture.Alice, Token)).MemoryIds.Should().BeEquivalentTo(ids);
        }
        else
        {
            foreach (string id in ids)
            {
                await fixture.Memory.EraseAsync(id, Token);
            }
        }

        Hits(fixture, Traces(secrets, vectors)).Should().Be(0);
        Hits(fixture, [Encoding.UTF8.GetBytes(twin)]).Should().Be(1, "what was not erased is found in the same way");
        (await other.SearchAsync(twin, MemoryFixture.Bob, MemoryFixture.ByVector, Token)).Single().Score.Should().BeApproximately(1, 1e-6);
        (await other.SearchAsync(secrets[3], MemoryFixture.Alice, cancellationToken: Token)).Should().BeEmpty();
        Hits(fixture, Traces(secrets, vectors)).Should().Be(0, "nothing comes back by reading");
        await fixture.ReopenAsync();
        await fixture.Memory.OpenAsync(Token);
        Hits(fixture, Traces(secrets, vectors)).Should().Be(0);
    }

    [Fact]
    public async Task EraseAsync_ThatFailsInTheTransaction_ErasesNothingAndCanBeRepeated_D2()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        fixture.Sql("CREATE TRIGGER trap BEFORE INSERT ON erasures BEGIN SELECT RAISE(ABORT, 'trap'); END");

        Func<Task> erase = () => fixture.Memory.EraseAsync(item.Id, Token);

        (await erase.Should().ThrowAsync<MemoryStoreException>()).Which.IsCommitted.Should().BeFalse();
        (await fixture.Memory.GetAsync(item.Id, Token)).Should().Be(item);
        (await fixture.Memory.SearchAsync("likes tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token)).Single().Item.Should().Be(item);
        (await fixture.HistoryAsync(item.Id)).Should().ContainSingle();
        fixture.Sql("DROP TRIGGER trap");
        (await fixture.Memory.EraseAsync(item.Id, Token)).MemoryIds.Should().Equal(item.Id);
    }

    [Fact]
    public async Task EraseAsync_WhileAnotherReaderHoldsTheOldState_SaysThatBytesRemainUntilItIsRepeated_D2()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder
            .Configure(options => options.BusyTimeout = TimeSpan.FromMilliseconds(1)));
        string secret = Secret(new Random(Seed));
        MemoryItem item = await fixture.StoreAsync(secret);
        Func<Task> erase = () => fixture.Memory.EraseAsync(item.Id, Token);
        using (SqliteConnection reader = new($"Data Source={fixture.Path};Pooling=False"))
        {
            reader.Open();
            MemoryFile.Execute(reader, "BEGIN");
            MemoryFile.Execute(reader, "SELECT count(*) FROM history");

            MemoryStoreException error = (await erase.Should().ThrowAsync<MemoryStoreException>()).Which;

            (error.IsCommitted, error.IsTransient).Should().Be((true, true));
            (await fixture.Memory.GetAsync(item.Id, Token)).Should().BeNull("it is gone from every read");
            (await fixture.Memory.SearchAsync(secret, MemoryFixture.Alice, cancellationToken: Token)).Should().BeEmpty();
            Hits(fixture, Traces([secret], [])).Should().BePositive("the error is true");
        }

        await erase.Should().ThrowAsync<MemoryNotFoundException>();
        Hits(fixture, Traces([secret], [])).Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAsync_AfterAnEraseThatWasCutShort_TakesTheBytesOut_D2(bool reset)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        string secret = Secret(new Random(Seed));
        MemoryItem item = await fixture.StoreAsync(secret);
        await fixture.StoreAsync("stays", MemoryFixture.Bob);
        ForbidCompaction(fixture);
        Func<Task> erase = () => reset ? fixture.Memory.ResetAsync(Token) : fixture.Memory.EraseAsync(item.Id, Token);

        (await erase.Should().ThrowAsync<MemoryStoreException>()).Which.IsCommitted.Should().BeTrue();

        (await fixture.Memory.GetAsync(item.Id, Token)).Should().BeNull();
        await fixture.Memory.DisposeAsync();

        // Some builds of SQLite overwrite what they delete by themselves: there the rows take their bytes with them.
        bool overwrites = fixture.Sql("PRAGMA secure_delete")[0][0] is 1L;
        (Hits(fixture, Traces([secret], [])) > 0).Should().Be(!overwrites, "only the rows are gone, as after a crash");
        await fixture.ReopenAsync();
        await fixture.Memory.Awaiting(memory => memory.OpenAsync(Token)).Should().NotThrowAsync("the file can be used, though it cannot be compacted");
        await fixture.Memory.DisposeAsync();
        (Hits(fixture, Traces([secret], [])) > 0).Should().Be(!overwrites);
        fixture.Sql("SELECT 1 FROM properties WHERE name = 'compaction_due'").Should().ContainSingle();
        fixture.Sql("DROP TABLE theirs");

        await fixture.ReopenAsync();
        await fixture.Memory.OpenAsync(Token);

        Hits(fixture, Traces([secret], [])).Should().Be(0);
        fixture.Sql("SELECT 1 FROM properties WHERE name = 'compaction_due'").Should().BeEmpty();
        (await fixture.Memory.CountAsync(MemoryFixture.Bob, cancellationToken: Token)).Should().Be(reset ? 0 : 1);
    }

    /// <summary>Makes a table that cannot be copied by whoever does not have a function.</summary>
    private static void ForbidCompaction(MemoryFixture fixture)
    {
        using SqliteConnection connection = new($"Data Source={fixture.Path};Pooling=False");
        connection.Open();
        connection.CreateFunction("theirs_alone", (string text) => text, isDeterministic: true);
        MemoryFile.Execute(connection, "CREATE TABLE theirs (text TEXT); CREATE INDEX theirs_index ON theirs (theirs_alone(text))");
    }

    private static string Secret(Random random) => string.Concat(Enumerable.Range(0, 40).Select(_ => (char)('A' + random.Next(26))));

    /// <summary>The beginnings of the texts in both encodings (a part that remains is a trace too), and the vectors.</summary>
    private static List<byte[]> Traces(IEnumerable<string> secrets, IEnumerable<byte[]> vectors) =>
    [
        .. secrets.SelectMany(secret => (byte[][])[Encoding.UTF8.GetBytes(secret[..20]), Encoding.Unicode.GetBytes(secret[..20])]), .. vectors,
    ];

    /// <summary>Counts how many of the traces are in the files of the folder: the database, its log, and whatever else is there.</summary>
    private static int Hits(MemoryFixture fixture, IReadOnlyList<byte[]> traces)
    {
        HashSet<int> found = [];
        foreach (string path in Directory.EnumerateFiles(Path.GetDirectoryName(fixture.Path)!))
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream content = new();
            file.CopyTo(content);
            ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
            for (int i = 0; i < traces.Count; i++)
            {
                if (bytes.IndexOf(traces[i]) >= 0)
                {
                    found.Add(i);
                }
            }
        }

        return found.Count;
    }
}
