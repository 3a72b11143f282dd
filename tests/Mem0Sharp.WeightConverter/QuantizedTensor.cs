namespace Mem0Sharp.WeightConverter;

/// <summary>A matrix as int8 with a scale for each row and one for each column: a weight is its int8 times both.</summary>
/// <remarks>One scale a row or one a column alone is too coarse: rows and columns of great values cross, and the least accurate of
/// 1,656 texts then has a cosine of 0.9988 to float32. All arithmetic is in a fixed order, so equal input gives equal bytes.</remarks>
internal sealed class QuantizedTensor
{
    private const int Levels = 127;
    private const int Rounds = 4;

    // A scale below the greatest value over 127 clips that value and places all others better; the least squared error wins.
    private static readonly double[] Shrinkages = [.. Enumerable.Range(0, 26).Select(step => 1 - (step * 0.02))];

    private readonly int _rows;
    private readonly int _columns;
    private readonly float[] _values;

    private QuantizedTensor(NamedTensor tensor, float[] columnScales)
    {
        (Name, _rows, _columns, _values) = (tensor.Name, tensor.Rows, tensor.Columns, tensor.Values);
        (RowScales, ColumnScales, Values) = (new float[_rows], columnScales, new sbyte[_values.Length]);
        for (int round = 0; round < Rounds; round++)
        {
            if (round > 0)
            {
                FitColumnScales();
            }

            // Each row by itself: in whichever order, they come out the same.
            Parallel.For(0, _rows, row =>
            {
                RowScales[row] = BestRowScale(row);
                Round(row);
            });
        }

        SquaredError = Enumerable.Range(0, _rows).Sum(row => ErrorOf(row, RowScales[row], double.MaxValue));
        RelativeError = Math.Sqrt(SquaredError / _values.Sum(value => (double)value * value));
    }

    public string Name { get; }

    public float[] RowScales { get; }

    public float[] ColumnScales { get; }

    /// <summary>Gets the int8 values, row after row.</summary>
    public sbyte[] Values { get; }

    /// <summary>Gets the root of the squared error over the squared values.</summary>
    public double RelativeError { get; }

    private double SquaredError { get; }

    public static QuantizedTensor Of(NamedTensor tensor)
    {
        float[] ones = Enumerable.Repeat(1f, tensor.Columns).ToArray();
        return new[] { ones, Greatest(tensor), RootMeanSquares(tensor) }.Select(scales => new QuantizedTensor(tensor, scales)).MinBy(one => one.SquaredError)!;
    }

    // Rows and columns are divided by their greatest value in turn, until they hardly change.
    private static float[] Greatest(NamedTensor tensor) => Balanced(tensor, static values => values.Max());

    private static float[] RootMeanSquares(NamedTensor tensor) =>
        Balanced(tensor, static values => Math.Sqrt(values.Average(value => value * value)));

    private static float[] Balanced(NamedTensor tensor, Func<double[], double> size)
    {
        double[] columns = Enumerable.Repeat(1d, tensor.Columns).ToArray();
        double[] rows = new double[tensor.Rows];
        for (int round = 0; round < Rounds; round++)
        {
            for (int row = 0; row < rows.Length; row++)
                rows[row] = OrOne(size([.. Enumerable.Range(0, columns.Length).Select(column => At(row, column) / columns[column])]));
            for (int column = 0; column < columns.Length; column++)
                columns[column] = OrOne(size([.. Enumerable.Range(0, rows.Length).Select(row => At(row, column) / rows[row])]));
        }

        return [.. columns.Select(value => (float)value)];

        double At(int row, int column) => Math.Abs((double)tensor.Values[(row * tensor.Columns) + column]);

        static double OrOne(double value) => value > 0 ? value : 1;
    }

    private float BestRowScale(int row)
    {
        double greatest = 0;
        for (int column = 0; column < _columns; column++)
            greatest = Math.Max(greatest, Math.Abs(_values[(row * _columns) + column] / (double)ColumnScales[column]));
        (float best, double least) = (0, greatest == 0 ? 0 : double.MaxValue);
        foreach (double shrinkage in greatest == 0 ? [] : Shrinkages)
        {
            float scale = (float)(greatest * shrinkage / Levels);
            double error = ErrorOf(row, scale, least);
            if (error < least)
            {
                (best, least) = (scale, error);
            }
        }

        return best;
    }

    // No further than to an error that is too large: it only grows.
    private double ErrorOf(int row, float scale, double least)
    {
        double sum = 0;
        for (int column = 0; column < _columns && sum < least; column++)
        {
            float value = _values[(row * _columns) + column];
            double both = (double)scale * ColumnScales[column];
            double difference = value - (Rounded(value, both) * both);
            sum += difference * difference;
        }

        return sum;
    }

    // With the int8 values as they are, the column's scale of least squared error.
    private void FitColumnScales()
    {
        for (int column = 0; column < _columns; column++)
        {
            (double product, double square) = (0, 0);
            for (int row = 0; row < _rows; row++)
            {
                int at = (row * _columns) + column;
                double whole = (double)RowScales[row] * Values[at];
                product += _values[at] * whole;
                square += whole * whole;
            }

            ColumnScales[column] = product > 0 && square > 0 ? (float)(product / square) : ColumnScales[column];
        }
    }

    private void Round(int row)
    {
        for (int column = 0; column < _columns; column++)
        {
            int at = (row * _columns) + column;
            Values[at] = Rounded(_values[at], (double)RowScales[row] * ColumnScales[column]);
        }
    }

    private static sbyte Rounded(float value, double scale) =>
        scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(Math.Round(value / scale), -Levels, Levels);
}
