using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Mem0Sharp.AspNetCore;

/// <summary>Webhooks: for administrators, since they are told of everybody's memories.</summary>
internal static class PlatformWebhooks
{
    private const int NameLength = 256, UrlLength = 2_000;

    public static Task<WireReply> ListAsync(WireRequest request) => Task.FromResult(
        PlatformProject.Refusal(request) ?? WireJson.ArrayOf(request.State.All(ServerState.Webhooks).Select(JsonNode (webhook) => Of(request, webhook))));

    public static async Task<WireReply> CreateAsync(WireRequest request)
    {
        if (PlatformProject.Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (Problems(request, isNew: true) is { Count: > 0 } problems)
        {
            return new WireReply(problems, StatusCodes.Status400BadRequest);
        }

        // From now on: what is known already is not told.
        long last = await request.Memory.Everything.GetLastSequenceAsync(request.Aborted).ConfigureAwait(false);
        DateTimeOffset now = request.Time.GetUtcNow();
        Webhook webhook = new()
        {
            // By age.
            Id = string.Create(
                CultureInfo.InvariantCulture, $"wh_{now.ToUnixTimeMilliseconds():x12}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}"),
            Name = Field.Text(request.Body, "name")!,
            Url = Field.Text(request.Body, "url")!,
            EventTypes = Field.Texts(request.Body, "event_types"),
            Secret = WebhookSignature.NewSecret(),
            Told = last,
            CreatedAt = now,
            UpdatedAt = now,
        };
        request.State.Change(ServerState.Webhooks, webhook.Id, _ => webhook);

        // This once: who receives the messages checks their signatures with it.
        JsonObject created = Of(request, webhook);
        created["secret"] = webhook.Secret;
        return new WireReply(created, StatusCodes.Status201Created);
    }

    public static Task<WireReply> UpdateAsync(WireRequest request)
    {
        _ = request.Memory.Everything;
        if (Problems(request, isNew: false) is { Count: > 0 } problems)
        {
            return Task.FromResult(new WireReply(problems, StatusCodes.Status400BadRequest));
        }

        JsonObject body = request.Body;
        DateTimeOffset now = request.Time.GetUtcNow();
        Webhook? changed = request.State.Change(ServerState.Webhooks, request.Route("id"), before => before is null ? null : before with
        {
            Name = Field.Text(body, "name") ?? before.Name,
            Url = Field.Text(body, "url") ?? before.Url,
            EventTypes = Field.Array(body, "event_types") is null ? before.EventTypes : Field.Texts(body, "event_types"),
            IsActive = Field.Flag(body, "is_active", before.IsActive),
            UpdatedAt = now,

            // Whoever mends one does not wait for its next attempt.
            Attempts = 0,
            FailingSince = null,
            NextAttemptAt = null,
        });
        return changed is null ? throw Unknown() : Task.FromResult<WireReply>(WireRoutes.Message("Webhook updated successfully"));
    }

    public static Task<WireReply> DeleteAsync(WireRequest request)
    {
        _ = request.Memory.Everything;
        bool isThere = false;
        request.State.Change(ServerState.Webhooks, request.Route("id"), before =>
        {
            isThere = before is not null;
            return null;
        });
        return isThere ? Task.FromResult<WireReply>(WireRoutes.Message("Webhook deleted successfully")) : throw Unknown();
    }

    private static WireException Unknown() => WireException.NotFound("Webhook not found");

    private static JsonObject Of(WireRequest request, Webhook webhook) => new()
    {
        ["webhook_id"] = webhook.Id,
        ["name"] = webhook.Name,
        ["url"] = webhook.Url,
        ["event_types"] = WireJson.Of(webhook.EventTypes),
        ["owner"] = request.Settings.OrganizationId,
        ["project"] = request.Settings.ProjectId,
        ["is_active"] = webhook.IsActive,
        ["failure"] = webhook.Failure,
        ["failing_since"] = webhook.FailingSince is { } since ? WireJson.Of(since) : null,
        ["created_at"] = WireJson.Of(webhook.CreatedAt),
        ["updated_at"] = WireJson.Of(webhook.UpdatedAt),
    };

    /// <summary>Finds what is wrong with a webhook, by its members, as the platform says it.</summary>
    private static JsonObject Problems(WireRequest request, bool isNew)
    {
        JsonObject body = request.Body, problems = [];
        string? name = Field.Text(body, "name"), url = Field.Text(body, "url");
        Check(
            "name",
            name is null ? !isNew : !string.IsNullOrWhiteSpace(name) && name.Length <= NameLength,
            FormattableString.Invariant($"Give a name of at most {NameLength} characters."));
        bool allowsPrivate = request.Settings.Webhooks.AllowPrivateAddresses;
        Check(
            "url",
            url is null ? !isNew : IsAddress(url, allowsPrivate),
            allowsPrivate ? "Give an address with http or https, and without a user." : "Give an address of the internet, with https and without a user.");
        IReadOnlyList<string> events = Field.Texts(body, "event_types");
        Check(
            "event_types",
            body["event_types"] is null ? !isNew : events.Count > 0 && events.All(type => WebhookEvent.Names.Contains(type, StringComparer.Ordinal)),
            "Give some of " + string.Join(", ", WebhookEvent.Names) + ".");
        _ = Field.Flag(body, "is_active", otherwise: true);
        int most = request.Settings.Webhooks.MaxCount;
        Check(
            "non_field_errors",
            !isNew || request.State.All(ServerState.Webhooks).Count < most,
            FormattableString.Invariant($"There can be at most {most} webhooks."));
        return problems;

        void Check(string member, bool isRight, string problem)
        {
            if (!isRight)
            {
                problems[member] = new JsonArray(problem);
            }
        }
    }

    /// <summary>Tells whether an address may be a webhook's. Whom a name stands for is checked whenever it is connected to.</summary>
    private static bool IsAddress(string url, bool allowsPrivate) =>
        url.Length <= UrlLength
        && Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
        && (string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)
            || (allowsPrivate && string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal)))
        && address.UserInfo.Length == 0
        && (allowsPrivate || !IPAddress.TryParse(address.DnsSafeHost, out IPAddress? host) || PublicAddress.Is(host));
}
