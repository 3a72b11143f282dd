using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>Settings of the routes that <c>MapMem0</c> maps.</summary>
public sealed class Mem0ServerOptions
{
    /// <summary>
    /// Gets or sets who the caller is and what it may touch, for a host with a login of its own: null lets nobody in. It takes the place of
    /// <see cref="Keys"/>. It is asked once for each request, and of a stream of events every 15 seconds again. Default null.
    /// </summary>
    public Func<HttpContext, ValueTask<Mem0Access?>>? ResolveAccess { get; set; }

    /// <summary>
    /// Gets the keys that callers show, as <c>Authorization: Token …</c>, <c>Authorization: Bearer …</c> or <c>X-API-Key</c>. With none, and without
    /// <see cref="ResolveAccess"/>, nobody gets in but a caller on the same machine while the host is in development.
    /// </summary>
    public IList<Mem0Key> Keys { get; } = [];

    /// <summary>Gets or sets the most bytes that the body of a request may have. 1 KiB to 256 MiB; default 4 MiB.</summary>
    public long MaxRequestBodyBytes { get; set; } = 4 << 20;

    /// <summary>Gets or sets the most memories on a page of a list. 1 to 1,000; default 200.</summary>
    public int MaxPageSize { get; set; } = 200;

    /// <summary>Gets or sets the most requests of one caller in a minute. 1 to 1,000,000, or 0 for any number; default 0.</summary>
    public int RequestsPerMinute { get; set; }

    /// <summary>
    /// Gets or sets the file in which the server keeps the project's settings, webhooks and exports that were asked for; it has no memories. Default null:
    /// beside the memory's own file, with <c>.server.db</c> in the place of its extension, or in this process where that has none. Read once.
    /// </summary>
    public string? StatePath { get; set; }

    /// <summary>Gets or sets what the platform's clients are told that their organization is. Default "mem0sharp".</summary>
    public string OrganizationId { get; set; } = "mem0sharp";

    /// <summary>Gets or sets what the platform's clients are told that their project is. Default "mem0sharp".</summary>
    public string ProjectId { get; set; } = "mem0sharp";

    /// <summary>Gets the settings of webhooks.</summary>
    public Mem0WebhookOptions Webhooks { get; } = new();
}
