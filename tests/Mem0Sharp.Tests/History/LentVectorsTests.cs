using System.Collections.Concurrent;

namespace Mem0Sharp.Tests.History;

public sealed class LentVectorsTests
{
    private const int Rows = 256, Dimensions = 512;

    [Fact]
    public void Next_OfAWholePage_GivesEachVectorMemoryOfItsOwn()
    {
        ConcurrentBag<LentVectors> free = [];
        for (int page = 0; page < 3; page++)
        {
            LentVectors lent = LentVectors.From(Rows, free);
            Memory<float>[] vectors = [.. Enumerable.Range(0, Rows).Select(_ => lent.Next(Dimensions))];
            for (int i = 0; i < Rows; i++)
            {
                vectors[i].Span.Fill(i);
            }

            for (int i = 0; i < Rows; i++)
            {
                vectors[i].Length.Should().Be(Dimensions);
                vectors[i].Span.IndexOfAnyExcept(i).Should().Be(-1, "page {0}, vector {1}", page, i);
            }

            lent.GiveBack();
        }

        free.Should().ContainSingle("each page got what the last gave back");
    }

    [Fact]
    public void Next_OfOneVector_TakesNoMemoryForAPage()
    {
        LentVectors lent = LentVectors.From(Rows, []);
        long before = GC.GetAllocatedBytesForCurrentThread();

        lent.Next(Dimensions);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16 * Dimensions * sizeof(float), "a page has {0} vectors", Rows);
    }

    [Fact]
    public void Next_OfAPageThatWasReadAgain_TakesNoMemory()
    {
        LentVectors lent = LentVectors.From(Rows, []);
        for (int page = 0; page < 3; page++)
        {
            Fill(lent);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill(lent);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        static void Fill(LentVectors lent)
        {
            for (int i = 0; i < Rows; i++)
            {
                lent.Next(Dimensions);
            }

            lent.GiveBack();
        }
    }
}
