using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("How senders sign. Their secrets lie in files that the settings name, under the name of the webhook.")]
internal sealed record SignatureDocument
{
    [JsonRequired]
    [Description("The webhook of the settings: its secrets, and the name under which its senders act.")]
    [RegularExpression(Patterns.Service, ErrorMessage = Patterns.ServiceRemedy)]
    public string? Webhook { get; init; }

    [JsonRequired]
    [Description("standard: Standard Webhooks (webhook-id, webhook-timestamp, webhook-signature). timestamped: one header with t=SECONDS,v1=HEX over the time, a point and the body. body: one header with sha256=HEX over the body alone.")]
    public SignatureScheme? Scheme { get; init; }

    [Description("The header with the signature. Needed for timestamped and body.")]
    [RegularExpression(Patterns.Header, ErrorMessage = Patterns.HeaderRemedy)]
    public string? Header { get; init; } = "";

    [Description("How far the time of a message may be from now, in seconds, either way. Default: 300.")]
    [Range(10, 900)]
    public int? ToleranceSeconds { get; init; } = null;

    [Description("For how many days a message is taken once. Needed for body, where nothing else keeps an old message out. Default for the others: 3.")]
    [Range(1, 366)]
    public int? RememberDays { get; init; } = null;
}
