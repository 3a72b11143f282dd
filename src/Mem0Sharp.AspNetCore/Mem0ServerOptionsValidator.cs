using Microsoft.Extensions.Options;

namespace Mem0Sharp.AspNetCore;

/// <summary>Checks the settings when the host starts, and whenever they are reloaded.</summary>
internal sealed class Mem0ServerOptionsValidator : IValidateOptions<Mem0ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, Mem0ServerOptions options)
    {
        List<string> problems = [];
        Check(options.MaxRequestBodyBytes is >= 1 << 10 and <= 256 << 20, "MaxRequestBodyBytes must be 1,024 to 268,435,456.");
        Check(options.MaxPageSize is >= 1 and <= 1_000, "MaxPageSize must be 1 to 1,000.");
        Check(options.RequestsPerMinute is >= 0 and <= 1_000_000, "RequestsPerMinute must be 0 to 1,000,000.");
        Mem0WebhookOptions webhooks = options.Webhooks;
        Check(webhooks.Timeout.TotalSeconds is >= 1 and <= 60, "Webhooks:Timeout must be 1 second to 1 minute.");
        Check(webhooks.GiveUpAfter.TotalMinutes is >= 1 and <= 30 * 24 * 60, "Webhooks:GiveUpAfter must be 1 minute to 30 days.");
        Check(webhooks.MaxCount is >= 0 and <= 100, "Webhooks:MaxCount must be 0 to 100.");
        Check(!string.IsNullOrWhiteSpace(options.OrganizationId), "OrganizationId must not be blank.");
        Check(!string.IsNullOrWhiteSpace(options.ProjectId), "ProjectId must not be blank.");
        Check(options.StatePath is null || !string.IsNullOrWhiteSpace(options.StatePath), "StatePath must not be blank.");
        for (int i = 0; i < options.Keys.Count; i++)
        {
            Mem0Key key = options.Keys[i];
            Check(key.Hash.Length == 64 && key.Hash.All(char.IsAsciiHexDigit), $"Keys:{i}:Hash must be the SHA-256 of a key in 64 hexadecimal digits.");
            bool namesSomebody = (key.UserId ?? key.AgentId ?? key.RunId ?? key.AppId) is not null;
            Check(key.IsForEverything != namesSomebody, $"Keys:{i} must name a user, an agent, a run or an application, or be for everything; not both.");
            Check(!namesSomebody || IsScope(key), $"Keys:{i} names an id that is blank, too long, or holds white space.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(bool isRight, string problem)
        {
            if (!isRight)
            {
                problems.Add(problem);
            }
        }
    }

    private static bool IsScope(Mem0Key key)
    {
        try
        {
            MemoryScope.Create(key.UserId, key.AgentId, key.RunId, key.AppId);
            return true;
        }
        catch (MemoryValidationException)
        {
            return false;
        }
    }
}
