using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace TenantGateway.Core.Protection.Policies.Documents;

[Description("What passes uninspected: a media type or the word websocket as a text, for both directions, or an object that says the direction.")]
internal sealed record OpaqueDocument
{
    [JsonRequired]
    [Description("A media type such as application/pdf or application/grpc, a whole tree such as image/*, or websocket.")]
    [RegularExpression(Patterns.Opaque, ErrorMessage = Patterns.OpaqueRemedy)]
    public string? Type { get; init; }

    [Description("Which messages of that type pass: those of the request, of the response, or both.")]
    public OpaqueDirection? Direction { get; init; } = OpaqueDirection.Both;
}
