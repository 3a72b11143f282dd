using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Mem0Sharp.Chroma;

/// <summary>Options that were found valid.</summary>
internal sealed partial class StoreSettings
{
    private const int PatternTimeout = 1000; // ms

    private StoreSettings(ChromaStoreOptions options)
    {
        Collection = options.Collection;
        string root = options.Endpoint.AbsoluteUri.TrimEnd('/');
        Collections = $"{root}/api/v2/tenants/{Uri.EscapeDataString(options.Tenant)}/databases/{Uri.EscapeDataString(options.Database)}/collections";
        Token = options.Token;
        TokenHeader = options.TokenHeader;
        Timeout = options.Timeout;
        ExactUpTo = options.ExactUpTo;
    }

    public string Collection { get; }

    /// <summary>Gets the address of the database's collections.</summary>
    public string Collections { get; }

    public TimeSpan Timeout { get; }

    public int ExactUpTo { get; }

    private string? Token { get; }

    private ChromaTokenHeader TokenHeader { get; }

    /// <exception cref="MemoryConfigurationException">An option is out of range; all that are, are named.</exception>
    public static StoreSettings Of(ChromaStoreOptions options)
    {
        string[] wrong =
        [
            .. new[]
            {
                (nameof(options.Endpoint), options.Endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https" }),
                (nameof(options.Tenant), !string.IsNullOrWhiteSpace(options.Tenant)),
                (nameof(options.Database), !string.IsNullOrWhiteSpace(options.Database)),
                (nameof(options.Collection), options.Collection is { } name && CollectionName().IsMatch(name) && !name.Contains("..", StringComparison.Ordinal)),
                (nameof(options.Token), options.Token is null || (options.Token.Length > 0 && options.Token.All(c => c is > ' ' and < '\u007F'))),
                (nameof(options.TokenHeader), options.TokenHeader is ChromaTokenHeader.Authorization or ChromaTokenHeader.XChromaToken),
                (nameof(options.Timeout), options.Timeout >= TimeSpan.FromSeconds(1) && options.Timeout <= TimeSpan.FromMinutes(10)),
                (nameof(options.ExactUpTo), options.ExactUpTo is >= 0 and <= 10_000),
            }.Where(check => !check.Item2).Select(check => check.Item1),
        ];
        return wrong.Length == 0
            ? new StoreSettings(options)
            : throw new MemoryConfigurationException(
                $"The settings of the Chroma store are out of range: {string.Join(", ", wrong)}.", "Set the named options of ChromaStoreOptions within their ranges.");
    }

    public void Authorize(HttpRequestHeaders headers)
    {
        if (Token is null)
        {
            return;
        }

        if (TokenHeader == ChromaTokenHeader.XChromaToken)
        {
            headers.Add("x-chroma-token", Token);
        }
        else
        {
            headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9._-]{1,510}[a-zA-Z0-9]\z", RegexOptions.CultureInvariant, PatternTimeout)]
    private static partial Regex CollectionName();
}
