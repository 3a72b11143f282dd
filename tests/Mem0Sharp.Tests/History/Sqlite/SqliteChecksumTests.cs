using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests.History.Sqlite;

public sealed class SqliteChecksumTests
{
    public static TheoryData<string> Tables => [.. SqliteChecksum.Tables];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Of_ATable_CoversEachColumnButItsOwnAndTheRowsNumber(string table)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.OpenAsync(MemoryFixture.Token);
        IEnumerable<string> columns = fixture.Sql($"SELECT name FROM pragma_table_info('{table}') ORDER BY cid").Select(row => (string)row[0]!);

        // Of a memory, the number is what other tables know it by.
        string[] covered = [.. columns.Except(table is "memories" ? ["checksum"] : ["checksum", "number"], StringComparer.Ordinal)];

        string function = covered.Contains("vector", StringComparer.Ordinal) ? "vector_checksum_of" : "checksum_of";
        SqliteChecksum.Of(table).Should().Be($"{function}({string.Join(", ", covered)})");
        SqliteChecksum.Holds(table, "t").Should().Be($"(t.checksum IS {function}({string.Join(", ", covered.Select(name => $"t.{name}"))}))");
    }

    [Fact]
    public async Task Tables_AreAllButThoseThatSayWhatTheRecordsSay()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.OpenAsync(MemoryFixture.Token);

        fixture.Sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").Select(row => (string)row[0]!)
            .Should().BeEquivalentTo(SqliteChecksum.Tables.Append("memory_scopes"));
    }

    [Fact]
    public void Of_WithColumnsReplaced_TakesTheirSqlAsItIs() =>
        SqliteChecksum.Of("embeddings", "e", ("vector", "$vector")).Should().Be("vector_checksum_of(e.hash, $vector)");

    [Fact]
    public void Of_AnUnknownTable_Throws()
    {
        Action asking = () => SqliteChecksum.Of("memory_scopes");

        asking.Should().Throw<ArgumentOutOfRangeException>();
    }

    /// <summary>It is a format: what it says for a row must never change.</summary>
    [Fact]
    public void Function_IsTheStartOfAHashOverTypesLengthsAndValues()
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT checksum_of(NULL, 7, 1.5, 'tè', x'0102')";

        List<byte> hashed = [];
        Append(5, []);
        Append(1, BitConverter.GetBytes(7L));
        Append(2, BitConverter.GetBytes(1.5));
        Append(3, "tè"u8.ToArray());
        Append(4, [1, 2]);
        long expected = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(hashed.ToArray()));
        command.ExecuteScalar().Should().Be(expected);
        command.ExecuteScalar().Should().Be(expected, "nothing is left of the row before");

        void Append(byte type, byte[] value)
        {
            hashed.Add(type);
            hashed.AddRange(BitConverter.GetBytes(value.Length));
            hashed.AddRange(value);
        }
    }

    [Fact]
    public void Function_OfAValueLargerThanItsBuffer_IsTheSameTheSecondTime()
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT checksum_of(zeroblob(3000000)), checksum_of(zeroblob(3000000)), checksum_of('a'), checksum_of('b')";
        using SqliteDataReader reader = command.ExecuteReader();
        reader.Read();

        reader.GetInt64(0).Should().Be(reader.GetInt64(1));
        reader.GetInt64(2).Should().NotBe(reader.GetInt64(3));
    }

    private static SqliteConnection Open()
    {
        SqliteConnection connection = new("Data Source=:memory:");
        connection.Open();
        SqliteChecksum.Register(connection);
        return connection;
    }
}
