using System.Buffers;

namespace Mem0Sharp;

/// <summary>Finds the rows nearest to a question where the table has codes only: they leave few rows, whose vectors are asked for.</summary>
/// <remarks>
/// The result is that of <see cref="VectorSearch"/> with all vectors at hand, to the bit: a vector is brought to length one by the same operations as
/// when it was stored. A memory whose vector is gone has been erased, though this state has it still; the search is then begun again without
/// it, since others may have been excluded by it. Many may search at once.
/// </remarks>
internal sealed class CodesOnlySearch(RowTable rows, VectorSearch codes, VectorSource source)
{
    /// <summary>Most vectors that are asked for, and in memory, at once. Nearly every search needs fewer.</summary>
    public const int VectorsAtOnce = 256;

    public async Task<VectorMatch[][]> SearchAsync(
        IReadOnlyList<VectorQuery> queries, double[] lengths, long stamp, CancellationToken cancellationToken)
    {
        VectorMatch[][] matches = new VectorMatch[queries.Count][];
        foreach (int[] together in VectorSearch.Together(queries))
        {
            VectorQuery[] asked = Array.ConvertAll(together, i => queries[i]);
            double[] measured = Array.ConvertAll(together, i => lengths[i]);
            ScanQuery[] scans = Array.ConvertAll(together, _ => codes.Take());
            try
            {
                do
                {
                    codes.LookAtCodes(scans, asked, measured, stamp, cancellationToken);
                }
                while (!await ScoreAsync(scans, stamp, cancellationToken).ConfigureAwait(false));

                for (int i = 0; i < scans.Length; i++)
                {
                    matches[together[i]] = scans[i].Taken();
                }
            }
            finally
            {
                Array.ForEach(scans, codes.GiveBack);
            }
        }

        return matches;
    }

    /// <summary>Works out the scores that the codes leave open, in as few reads as there can be.</summary>
    /// <returns>False where a vector is gone: the search is to be begun again.</returns>
    private async Task<bool> ScoreAsync(ScanQuery[] scans, long stamp, CancellationToken cancellationToken)
    {
        bool areAllThere = true;
        List<(ScanQuery Scan, int Row)> open = [];
        while (true)
        {
            open.Clear();
            foreach (ScanQuery scan in scans)
            {
                foreach (ScanCandidate candidate in scan.Next(VectorsAtOnce / scans.Length))
                {
                    open.Add((scan, candidate.Row));
                }
            }

            if (open.Count == 0)
            {
                return areAllThere;
            }

            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<ReadOnlyMemory<float>?> vectors = await source(
                [.. open.Select(next => rows.ItemAt(next.Row, stamp)!)], cancellationToken).ConfigureAwait(false);
            areAllThere &= Score(open, vectors);
        }
    }

    private bool Score(List<(ScanQuery Scan, int Row)> open, IReadOnlyList<ReadOnlyMemory<float>?> vectors)
    {
        bool areAllThere = true;
        float[] rented = ArrayPool<float>.Shared.Rent(rows.Dimensions);
        Span<float> unit = rented.AsSpan(0, rows.Dimensions);
        for (int i = 0; i < open.Count; i++)
        {
            if (vectors[i] is not { } vector)
            {
                open[i].Scan.Exclude(open[i].Row);
                areAllThere = false;
                continue;
            }

            if (vector.Length != unit.Length)
            {
                // Of another model: all were replaced meanwhile.
                throw new EmbeddingDimensionException(unit.Length, vector.Length);
            }

            UnitVector.Write(vector.Span, UnitVector.Length(vector.Span, nameof(vectors)), unit);
            open[i].Scan.Take(open[i].Row, unit);
        }

        ArrayPool<float>.Shared.Return(rented, clearArray: true);
        return areAllThere;
    }
}
