namespace Mem0Sharp.Chroma;

/// <summary>Where a <see cref="ChromaVectorStore"/> keeps its vectors, and how it asks for them. Read once, when the store is made.</summary>
/// <remarks>Not thread-safe while it is changed.</remarks>
public sealed class ChromaStoreOptions
{
    /// <summary>Gets or sets the server's address, without <c>/api/v2</c>.</summary>
    /// <value>An absolute http or https address. Default <c>http://localhost:8000</c>.</value>
    public Uri Endpoint { get; set; } = new("http://localhost:8000");

    /// <summary>Gets or sets the tenant, which must be there.</summary>
    /// <value>Default <c>default_tenant</c>.</value>
    public string Tenant { get; set; } = "default_tenant";

    /// <summary>Gets or sets the database, which must be there.</summary>
    /// <value>Default <c>default_database</c>.</value>
    public string Database { get; set; } = "default_database";

    /// <summary>Gets or sets the collection, made when it is missing. One collection serves one memory's history.</summary>
    /// <value>3 to 512 of <c>a-z A-Z 0-9 . _ -</c>, a letter or digit first and last, no two dots in a row. Default <c>mem0sharp</c>.</value>
    public string Collection { get; set; } = "mem0sharp";

    /// <summary>Gets or sets the token that the server asks for. Never logged, and in no error.</summary>
    /// <value>Default null: none is sent.</value>
    public string? Token { get; set; }

    /// <summary>Gets or sets the header that <see cref="Token"/> is sent in.</summary>
    /// <value>Default <see cref="ChromaTokenHeader.Authorization"/>.</value>
    public ChromaTokenHeader TokenHeader { get; set; }

    /// <summary>Gets or sets how long one request may take before it counts as failed.</summary>
    /// <value>Wall-clock time, 1 second to 10 minutes. Default 30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets up to how many vectors a search fetches to compare them all in this process, exactly. Where a search's scope has more, the
    /// server's index is asked, which may overlook some.
    /// </summary>
    /// <value>0 to 10,000 memories. Default 500.</value>
    public int ExactUpTo { get; set; } = 500;
}
