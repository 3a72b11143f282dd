using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.AspNetCore;

/// <summary>A key that a caller shows, as the host's settings have it: its hash, and what it opens.</summary>
/// <remarks>Taken out of the settings, it is revoked with the next request, where the host's configuration is reloaded.</remarks>
public sealed class Mem0Key
{
    private const string Prefix = "m0s_";

    /// <summary>Gets or sets the SHA-256 of the key, as 64 hexadecimal digits: what <see cref="HashOf"/> returns.</summary>
    public string Hash { get; set; } = string.Empty;

    /// <summary>Gets or sets the user whose memories it opens, or null.</summary>
    public string? UserId { get; set; }

    /// <summary>Gets or sets the agent whose memories it opens, or null.</summary>
    public string? AgentId { get; set; }

    /// <summary>Gets or sets the run whose memories it opens, or null.</summary>
    public string? RunId { get; set; }

    /// <summary>Gets or sets the application whose memories it opens, or null.</summary>
    public string? AppId { get; set; }

    /// <summary>Gets or sets a value indicating whether it opens everybody's memories. A key that names nobody must say so.</summary>
    public bool IsForEverything { get; set; }

    /// <summary>Gets or sets a value indicating whether nothing may be changed with it.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Gets or sets the instant from which it opens nothing any more, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Makes a new key of 256 random bits.</summary>
    /// <returns>The key. Give it to the caller, and keep only <see cref="HashOf"/> of it.</returns>
    public static string Generate() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Makes the hash of a key.</summary>
    /// <param name="key">The key. It must be random, as those of <see cref="Generate"/> are: the hash is made quickly.</param>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    public static string HashOf(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    /// <summary>Returns nothing of the key.</summary>
    /// <returns>"Mem0Key".</returns>
    public override string ToString() => nameof(Mem0Key);

    /// <summary>Gets what it opens.</summary>
    /// <exception cref="MemoryValidationException">It names nobody, or an id that none can be.</exception>
    internal Mem0Access ToAccess()
    {
        Mem0Access access = IsForEverything ? Mem0Access.Everything : Mem0Access.Within(MemoryScope.Create(UserId, AgentId, RunId, AppId));
        return IsReadOnly ? access.ReadOnly() : access;
    }
}
