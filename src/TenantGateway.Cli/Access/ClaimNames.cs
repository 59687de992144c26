using System.Collections.Frozen;
using System.CommandLine;
using System.Text.Json;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Cli.Access;

/// <summary>Which claims say what, where there is no gateway to know its issuers; and the caller that they describe.</summary>
internal sealed class ClaimNames
{
    private readonly Option<string> _roles = Named("--roles-claim", "roles");
    private readonly Option<string> _scope = Named("--scope-claim", "scope");
    private readonly Option<string> _time = Named("--auth-time-claim", "auth_time");
    private readonly Option<string> _client = Named("--client-claim", "client_id");

    public IEnumerable<Option> Options => [_roles, _scope, _time, _client];

    /// <param name="parse">The command line.</param>
    /// <param name="claims">A JSON object.</param>
    /// <param name="service">The registered name, where a service acts; null for a person.</param>
    public Actor ActorOf(ParseResult parse, JsonElement claims, string? service) => new()
    {
        Tenant = TenantId.Operator,
        Id = new ActorId("explained"),
        Kind = service is null ? ActorKind.Person : ActorKind.Service,
        Service = service,
        Roles = Texts(claims, parse.GetRequiredValue(_roles)).ToFrozenSet(StringComparer.Ordinal),
        Scopes = Texts(claims, parse.GetRequiredValue(_scope)).SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToFrozenSet(StringComparer.Ordinal),
        AuthenticatedAt = service is null ? Moment(claims, parse.GetRequiredValue(_time)) : null,
        Evidence = null,
        Client = Texts(claims, parse.GetRequiredValue(_client)).FirstOrDefault(),
    };

    private static Option<string> Named(string option, string claim) => new(option)
    {
        Description = "With --policy: the claim's name.",
        HelpName = "CLAIM",
        DefaultValueFactory = _ => claim,
    };

    private static IEnumerable<string> Texts(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var value)) return [];
        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString() ?? ""],
            JsonValueKind.Array => value.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.String).Select(element => element.GetString() ?? ""),
            _ => [],
        };
    }

    private static DateTimeOffset? Moment(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is >= 0 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
