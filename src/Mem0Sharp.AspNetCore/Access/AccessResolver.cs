using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Mem0Sharp.AspNetCore;

/// <summary>Tells what a request may touch: nothing, unless something says otherwise. Thread-safe.</summary>
internal sealed class AccessResolver(IOptionsMonitor<Mem0ServerOptions> options, IHostEnvironment environment, TimeProvider time)
{
    /// <returns>Null where the caller is nobody known.</returns>
    public async ValueTask<Mem0Access?> ResolveAsync(HttpContext context)
    {
        Mem0ServerOptions settings = options.CurrentValue;
        if (settings.ResolveAccess is { } resolve)
        {
            return await resolve(context).ConfigureAwait(false);
        }

        if (settings.Keys.Count > 0)
        {
            return KeyOf(context.Request.Headers) is { } key ? ByKey(settings.Keys, key) : null;
        }

        // With nothing configured only who develops it gets in, from the same machine.
        return IsDeveloping(context) ? Mem0Access.Everything : null;
    }

    /// <summary>Tells whether a request of its kind could get in at all: with a key or a login, once there are any.</summary>
    public bool IsAnybodyLetIn(HttpContext context) =>
        options.CurrentValue is { ResolveAccess: not null } or { Keys.Count: > 0 } || IsDeveloping(context);

    /// <summary>Gets the key that a request shows; null where it shows none.</summary>
    public static string? KeyOf(IHeaderDictionary headers)
    {
        if (headers.TryGetValue("X-API-Key", out StringValues given) && given is [{ Length: > 0 } key])
        {
            return key;
        }

        return headers.Authorization is [{ } authorization]
            && authorization.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [{ } scheme, { } token]
            && (scheme.Equals("Token", StringComparison.OrdinalIgnoreCase) || scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
                ? token
                : null;
    }

    private bool IsDeveloping(HttpContext context) => environment.IsDevelopment() && OwnMachine.IsCallerOf(context);

    private Mem0Access? ByKey(IList<Mem0Key> keys, string shown)
    {
        byte[] hash = Convert.FromHexString(Mem0Key.HashOf(shown));
        Mem0Key? found = null;
        foreach (Mem0Key key in keys)
        {
            // All of them, each to its end: how long it takes says nothing of how near a guess was.
            if (CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(key.Hash)))
            {
                found = key;
            }
        }

        return found is null || found.ExpiresAt <= time.GetUtcNow() ? null : found.ToAccess();
    }
}
