using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Auditing.Alarms;

/// <summary>
/// An alarm as it is posted, in the manner of Standard Webhooks: <c>webhook-id</c> is that of the alarm, the same in every attempt; <c>webhook-signature</c> holds HMAC-SHA-256 over id, time and body,
/// one for each secret.
/// </summary>
internal static class AlarmMessage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal static HttpRequestMessage Of(Alarm alarm, Uri address, DateTimeOffset now, IReadOnlyList<WebhookSecret> secrets)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Body($"alarm.{alarm.Kind}", alarm.At.UtcDateTime, alarm), Json);
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var start = Encoding.ASCII.GetBytes($"{alarm.Id}.{time}.");
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", alarm.Id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", string.Join(' ', secrets.Select(secret => SignatureBy(secret, start, body))));
        return request;
    }

    private static string SignatureBy(WebhookSecret secret, byte[] start, byte[] body)
    {
        var mac = new byte[HMACSHA256.HashSizeInBytes];
        secret.Sign(SignatureScheme.Standard, start, body, mac);
        return "v1," + Convert.ToBase64String(mac);
    }

    private sealed record Body(string Type, DateTime Timestamp, Alarm Data);
}
