using Microsoft.Extensions.Options;

namespace Mem0Sharp.Postgres;

/// <summary>Checks settings when a host starts, and names all that are at fault.</summary>
internal sealed class PostgresStoreOptionsValidator : IValidateOptions<PostgresStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresStoreOptions options)
    {
        string[] failures = [.. options.Problems().Select(problem => $"{nameof(PostgresStoreOptions)}: {problem.Message} {problem.Suggestion}")];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
