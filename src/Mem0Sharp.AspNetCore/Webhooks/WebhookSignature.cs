using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.AspNetCore;

/// <summary>Signs messages as the Standard Webhooks specification says, so that its libraries can check them.</summary>
/// <remarks>HMAC-SHA256 of the message's id, its time in Unix seconds and its body, with points between.</remarks>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static string Of(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}."));
        byte[] hash = HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), (byte[])[.. head, .. body]);
        return "v1," + Convert.ToBase64String(hash);
    }
}
