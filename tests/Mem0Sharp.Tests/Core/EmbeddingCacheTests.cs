namespace Mem0Sharp.Tests.Core;

public sealed class EmbeddingCacheTests
{
    // One character and one dimension: 2 + 4 bytes.
    private const int Entry = 6;

    [Fact]
    public void TryGet_KnownText_GivesItsVector()
    {
        EmbeddingCache cache = new(Entry);
        cache.Set("a", Vector(1));

        cache.TryGet("a", out ReadOnlyMemory<float> found).Should().BeTrue();
        found.ToArray().Should().Equal(1);
        cache.TryGet("A", out _).Should().BeFalse();
        cache.Bytes.Should().Be(Entry);
    }

    [Fact]
    public void Set_Full_DropsTheOneUsedLongestAgo()
    {
        EmbeddingCache cache = new(3 * Entry);
        cache.Set("a", Vector(1));
        cache.Set("b", Vector(2));
        cache.Set("c", Vector(3));
        cache.TryGet("a", out _).Should().BeTrue();

        cache.Set("d", Vector(4));

        cache.TryGet("b", out _).Should().BeFalse();
        cache.TryGet("a", out _).Should().BeTrue();
        cache.TryGet("c", out _).Should().BeTrue();
        cache.TryGet("d", out _).Should().BeTrue();
        cache.Bytes.Should().Be(3 * Entry);
    }

    [Fact]
    public void Set_LargeVector_DropsAsManyAsItNeeds()
    {
        EmbeddingCache cache = new(3 * Entry);
        cache.Set("a", Vector(1));
        cache.Set("b", Vector(2));
        cache.Set("c", Vector(3));

        cache.Set("d", new float[] { 1, 2, 3 });

        cache.TryGet("a", out _).Should().BeFalse();
        cache.TryGet("b", out _).Should().BeFalse();
        cache.TryGet("c", out _).Should().BeFalse("14 and 6 bytes are more than 18");
        cache.TryGet("d", out _).Should().BeTrue();
        cache.Bytes.Should().Be(14);
    }

    [Fact]
    public void Set_LargerThanTheCache_IsNotKeptAndDropsNothing()
    {
        EmbeddingCache cache = new(Entry);
        cache.Set("a", Vector(1));

        cache.Set("b", new float[] { 1, 2 });

        cache.TryGet("b", out _).Should().BeFalse();
        cache.TryGet("a", out _).Should().BeTrue();
    }

    [Fact]
    public void Set_KnownText_CountsItOnce()
    {
        EmbeddingCache cache = new(10 * Entry);
        cache.Set("a", Vector(1));

        cache.Set("a", Vector(1));

        cache.Bytes.Should().Be(Entry);
    }

    [Fact]
    public void Set_NoCapacity_KeepsNothing()
    {
        EmbeddingCache cache = new(0);

        cache.Set("a", Vector(1));

        cache.TryGet("a", out _).Should().BeFalse();
        cache.Bytes.Should().Be(0);
    }

    [Fact]
    public void Clear_FilledCache_EmptiesIt()
    {
        EmbeddingCache cache = new(10 * Entry);
        cache.Set("a", Vector(1));

        cache.Clear();

        cache.TryGet("a", out _).Should().BeFalse();
        cache.Bytes.Should().Be(0);
    }

    [Fact]
    public async Task Set_FromEightThreads_StaysWithinItsBytes()
    {
        EmbeddingCache cache = new(100 * Entry);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(
            () =>
            {
                for (int i = 0; i < 2_000; i++)
                {
                    cache.Set(((char)('\u4e00' + ((i * (thread + 1)) % 300))).ToString(), Vector(i));
                    cache.TryGet(((char)('\u4e00' + (i % 300))).ToString(), out _);
                }
            },
            TestContext.Current.CancellationToken)));

        cache.Bytes.Should().Be(100 * Entry);
        Enumerable.Range(0, 300).Count(n => cache.TryGet(((char)('\u4e00' + n)).ToString(), out _)).Should().Be(100);
    }

    private static ReadOnlyMemory<float> Vector(float value) => new[] { value };
}
