namespace Mem0Sharp;

/// <summary>How some instructions multiply the codes of a row with those of a query: what <see cref="CodeKernel{TLanes, TSum, TRow}"/> is made of.</summary>
/// <typeparam name="TSum">Sums of 32 bits, one or several. Its default is zeros.</typeparam>
/// <typeparam name="TRow">So many codes of a row, widened to 16 bits.</typeparam>
internal interface ICodeLanes<TSum, TRow>
    where TSum : struct
    where TRow : struct
{
    /// <summary>Gets whether the processor has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Gets how many codes one step takes. It divides <see cref="CodeFormat.Block"/>.</summary>
    static abstract int Width { get; }

    /// <summary>Reads codes of a row.</summary>
    static abstract TRow Load(ref readonly sbyte row);

    /// <summary>Adds the products of a row's codes and a query's.</summary>
    static abstract TSum MultiplyAdd(TSum sum, TRow row, ref readonly short query);

    static abstract TSum Add(TSum left, TSum right);

    /// <summary>Adds the sums up.</summary>
    static abstract int Total(TSum sum);
}
