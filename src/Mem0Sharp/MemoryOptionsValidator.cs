using Microsoft.Extensions.Options;

namespace Mem0Sharp;

/// <summary>Checks <see cref="MemoryOptions"/> by its attributes; generated, without reflection.</summary>
[OptionsValidator]
internal sealed partial class MemoryOptionsValidator : IValidateOptions<MemoryOptions>;
