namespace Mem0Sharp.AspNetCore;

/// <summary>Settings of webhooks: addresses that are told what changes.</summary>
public sealed class Mem0WebhookOptions
{
    /// <summary>
    /// Gets or sets a value indicating whether a webhook may be on this machine or in its network, and without TLS. Whoever may add webhooks can then
    /// send requests to what is not theirs to reach. Default false: only <c>https</c>, and only addresses of the internet, also after a name is looked up.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Gets or sets how long a webhook has to answer. 1 second to 1 minute; default 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets for how long a message that is not taken is sent again, after 1 second and then twice as long each time, up to an hour. Then the
    /// webhook is made inactive; made active again it goes on with that message. 1 minute to 30 days; default 1 day.
    /// </summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how many webhooks there may be. 0 to 100; default 20.</summary>
    public int MaxCount { get; set; } = 20;
}
