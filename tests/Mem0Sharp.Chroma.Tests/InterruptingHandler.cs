namespace Mem0Sharp.Chroma.Tests;

/// <summary>Sends requests on, and lets a test act before or after one.</summary>
internal sealed class InterruptingHandler : DelegatingHandler
{
    private int _writes;

    public InterruptingHandler()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>Gets or sets what happens before the n-th request that changes records or their position, from 1 on.</summary>
    public Func<int, Task>? BeforeWrite { get; set; }

    /// <summary>Gets or sets what happens after it.</summary>
    public Func<int, Task>? AfterWrite { get; set; }

    public int Writes => Volatile.Read(ref _writes);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        bool isWrite = request.Method == HttpMethod.Put || path.EndsWith("/upsert", StringComparison.Ordinal) || path.EndsWith("/delete", StringComparison.Ordinal);
        int number = isWrite ? Interlocked.Increment(ref _writes) : 0;
        if (isWrite && BeforeWrite is not null)
        {
            await BeforeWrite(number);
        }

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (isWrite && AfterWrite is not null)
        {
            await AfterWrite(number);
        }

        return response;
    }
}
