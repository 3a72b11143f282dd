namespace Mem0Sharp.Tests.Store.InMemory.Codes;

public sealed class CodeScanTests
{
    public static TheoryData<string> Paths => CodePath.Names;

    [Theory]
    [MemberData(nameof(Paths))]
    public void One_OnEachKindOfInstructions_GivesTheProductsOfALoop(string name)
    {
        const int seed = 71;
        CodePath path = CodePath.Named(name);
        Random random = new(seed);
        foreach (int dimensions in HostileVectors.Sizes)
        {
            int stride = CodeFormat.Stride(dimensions);
            foreach (int rows in (int[])[1, 2, 3, 5, 17])
            {
                sbyte[] codes = Codes(random, rows * stride);
                short[] query = Query(random, stride);
                int[] dots = new int[rows];

                path.One(ref codes[0], rows, stride, ref query[0], ref dots[0]);

                dots.Should().Equal(Products(codes, rows, stride, query), "of seed {0}, {1} rows of {2}", seed, rows, dimensions);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Several_OnEachKindOfInstructions_GivesTheProductsOfALoop(string name)
    {
        const int seed = 72;
        CodePath path = CodePath.Named(name);
        Random random = new(seed);
        foreach (int dimensions in (int[])[1, 31, 32, 33, 64, 100, 384, 1_537, 65_536])
        {
            int stride = CodeFormat.Stride(dimensions);
            foreach (int count in (int[])[1, 2, 3, 4, 5, 6, 7, 9, 11, 12])
            {
                // Enough rows of the smaller strides for several blocks.
                int rows = dimensions > 1_000 ? 3 : random.Next(1, 600);
                sbyte[] codes = Codes(random, rows * stride);
                short[][] queries = [.. Enumerable.Range(0, count).Select(_ => Query(random, stride))];
                short[] together = [.. queries.SelectMany(query => query)];
                int[] dots = new int[rows * count];

                path.Several(ref codes[0], rows, stride, ref together[0], count, ref dots[0]);

                int[] expected = [.. queries.SelectMany(query => Products(codes, rows, stride, query))];
                dots.AsSpan().SequenceEqual(expected).Should().BeTrue("of seed {0}, {1} queries, {2} rows of {3}", seed, count, rows, dimensions);
            }
        }
    }

    [Fact]
    public void Dots_OfRowsAtAnyAddress_AreTheSame()
    {
        const int seed = 73;
        Random random = new(seed);
        int stride = CodeFormat.Stride(100);
        sbyte[] memory = Codes(random, (4 * stride) + 64);
        short[] query = Query(random, stride);
        for (int offset = 0; offset < 64; offset++)
        {
            int[] dots = new int[4];
            CodeScan.Dots(in memory[offset], 4, stride, query, dots);
            dots.Should().Equal(Products(memory[offset..], 4, stride, query), "of seed {0}, offset {1}", seed, offset);
        }
    }

    [Fact]
    public void Dot_OfOneRow_IsWhatDotsGivesIt()
    {
        Random random = new(74);
        int stride = CodeFormat.Stride(384);
        sbyte[] codes = Codes(random, 3 * stride);
        short[] query = Query(random, stride);

        int[] dots = [.. Enumerable.Range(0, 3).Select(row => CodeScan.Dot(in codes[row * stride], stride, query))];

        dots.Should().Equal(Products(codes, 3, stride, query), "of seed 74");
    }

    [Fact]
    public void Dots_OfNoRows_WritesNothing()
    {
        sbyte[] codes = new sbyte[32];
        int[] dots = [7];

        CodeScan.Dots(in codes[0], 0, 32, new short[32], dots);
        CodeScan.Dots(in codes[0], 0, 32, new short[64], 2, dots);

        dots.Should().Equal(7);
    }

    [Fact]
    public void Dots_OfTooFewProducts_Throws()
    {
        sbyte[] codes = new sbyte[64];

        Action one = () => CodeScan.Dots(in codes[0], 2, 32, new short[32], new int[1]);
        Action query = () => CodeScan.Dots(in codes[0], 2, 32, new short[31], new int[2]);
        Action several = () => CodeScan.Dots(in codes[0], 2, 32, new short[64], 2, new int[3]);

        one.Should().Throw<ArgumentOutOfRangeException>();
        query.Should().Throw<ArgumentOutOfRangeException>();
        several.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static sbyte[] Codes(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (sbyte)(random.Next(8) == 0 ? 127 - (254 * random.Next(2)) : random.Next(-127, 128)))];

    private static short[] Query(Random random, int stride)
    {
        float[] query = new HostileVectors(random, stride).Next();
        short[] codes = new short[stride];
        CodedQuery.Write(query, codes);
        return codes;
    }

    // Checked: were a query's codes too large, this would say so.
    private static int[] Products(sbyte[] codes, int rows, int stride, short[] query)
    {
        int[] products = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < stride; i++)
            {
                products[row] = checked(products[row] + (codes[(row * stride) + i] * query[i]));
            }
        }

        return products;
    }
}
