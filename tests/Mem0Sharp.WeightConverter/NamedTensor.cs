namespace Mem0Sharp.WeightConverter;

/// <summary>A tensor of the model under the name it has in the file.</summary>
/// <param name="Name">One of those of <c>WeightFormat</c>.</param>
/// <param name="Rows">1 for a vector.</param>
/// <param name="Columns">Values in a row.</param>
/// <param name="Values">Row after row.</param>
internal sealed record NamedTensor(string Name, int Rows, int Columns, float[] Values);
