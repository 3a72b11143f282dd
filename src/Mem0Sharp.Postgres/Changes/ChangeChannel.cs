using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.Postgres;

/// <summary>What the hosts of a schema tell each other by: each commit says how far the log goes.</summary>
internal static class ChangeChannel
{
    /// <summary>Said when a log begins anew, or all its vectors were replaced.</summary>
    public const string NewEpoch = "epoch";

    private const string Suffix = ".changes";

    /// <summary>PostgreSQL takes no longer name.</summary>
    private const int Longest = 63;

    /// <summary>Gets the channel of a schema: its name with a suffix or, where that would be too long, the beginning of its name with a hash of it.</summary>
    public static string Of(string schema)
    {
        if (schema.Length + Suffix.Length <= Longest)
        {
            return schema + Suffix;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(schema)))[..16];
        return $"{schema[..(Longest - Suffix.Length - hash.Length - 1)]}.{hash}{Suffix}";
    }
}
