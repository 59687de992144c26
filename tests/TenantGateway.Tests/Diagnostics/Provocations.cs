using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>
/// One row for every reason. A reason that is added needs a row here: without one a test fails, and <c>docs/errors.md</c> cannot say what becomes of it.
/// </summary>
internal static partial class Provocations
{
    /// <summary>Rows of reasons that a part of the gateway adds go into a list of that part, which is named here.</summary>
    public static readonly ImmutableArray<Provocation> All = [.. Edge(), .. Identity(), .. Logins(), .. Browsers(), .. Content(), .. Services(), .. Admin(), .. Operations(), .. CustomersKeys(), .. Limits(), .. Searches(), .. StoredRows(), .. Keys(), .. AuditSearches(), .. Definitions(), .. ActingServices(), .. OpenRoutes()];

    public static Provocation? Find(Reason reason) => All.FirstOrDefault(row => row.Reason == reason);

    private static IEnumerable<Provocation> Edge() =>
    [
        new(Reasons.UnknownHost, Trace.Counted, p => p.SendAsync("agent@acme", HttpMethod.Get, $"crm/contacts?q={Provoker.Planted}", host: $"{Provoker.Planted}.example")),
        new(Reasons.MisdirectedRequest, Trace.Counted, p => p.MisdirectAsync()) { AtLimited = true },
        new(Reasons.AmbiguousPath, Trace.Counted, p => p.SendAsync("agent@acme", HttpMethod.Get, $"crm//{Provoker.Planted}")),
        new(Reasons.AmbiguousFraming, Trace.Counted, p => p.SendRawAsync(
            $"POST /crm/{Provoker.Planted} HTTP/1.1", $"Content-Type: application/json\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n")) { Headers = ["Connection"] },
        new(Reasons.UpgradeRefused, Trace.Recorded, p => p.SendRawAsync(
            $"GET /crm/{Provoker.Planted} HTTP/1.1",
            "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\n\nGET / HTTP/1.1\nHost: localhost\nConnection: close\n\n")),
        new(Reasons.MalformedRequest, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Get, $"crm/contacts?q={Provoker.Planted}&email=%zz")),
        new(Reasons.UnknownRoute, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Get, $"nothing/{Provoker.Planted}")),
        new(Reasons.MethodNotAllowed, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Delete, $"read-only?q={Provoker.Planted}")) { Headers = ["Allow"] },
        new(Reasons.RequestTimeout, Trace.Recorded, p => p.SendRawAsync(
            "POST /crm/contacts HTTP/1.1", $"Connection: close\nContent-Type: application/json\nContent-Length: 100\n\n{Provoker.Contact}")),
    ];

    private static IEnumerable<Provocation> Identity() =>
    [
        new(Reasons.MissingToken, Trace.Counted, p => p.SendAsync(null, HttpMethod.Get, $"crm/contacts?q={Provoker.Planted}")) { Headers = ["WWW-Authenticate"] },
        new(Reasons.InvalidToken, Trace.Counted, p => p.SendAsync(
            null, HttpMethod.Get, "crm/contacts", change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Provoker.Planted}"))) { Headers = ["WWW-Authenticate"] },
        new(Reasons.InsufficientAuthentication, Trace.Recorded, p => p.SendAsync("agent@acme&mfa=false", HttpMethod.Post, "crm/contacts", Provoker.Contact)) { Headers = ["WWW-Authenticate"] },
        new(Reasons.IdentityProviderUnavailable, Trace.Neither, p => p.SendAsync(
            null, HttpMethod.Post, "crm/contacts", Provoker.Contact, change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {p.StrangeToken}"))) { Headers = ["Retry-After"] },
        new(Reasons.UnknownOrganization, Trace.Recorded, p => p.SendAsync("admin@operator&audience=data", HttpMethod.Post, "crm/contacts", Provoker.Contact)) { Tenant = "operator" },
        new(Reasons.TenantMismatch, Trace.Recorded, p => p.SendAsync("agent@globex", HttpMethod.Post, "crm/contacts", Provoker.Contact, host: "acme.localhost")) { Tenant = "globex" },
        new(Reasons.TenantSuspended, Trace.Recorded, async p =>
        {
            await p.Faulty.SuspendAcmeAsync();
            return await p.PostAsync(Provoker.Contact);
        }),
        new(Reasons.ClassWriteDenied, Trace.Recorded, p => p.SendAsync("analyst@acme", HttpMethod.Post, "crm/contacts", Provoker.Contact)) { Members = ["location"] },
        new(Reasons.ClassSearchDenied, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Get, $"directory/entries?phone={Provoker.Planted}")) { Members = ["location"] },
    ];

    private static IEnumerable<Provocation> Services() =>
    [
        new(Reasons.ResponseNotInspectable, Trace.Neither, p =>
        {
            p.World.Service.Answer = (context, _) => RecordingService.WriteAsync(context, 200, "text/html", "<p>zebulona</p>"u8.ToArray());
            return p.PostAsync(Provoker.Contact);
        }),
        new(Reasons.ServiceUnavailable, Trace.Neither, p => p.SendAsync("agent@acme", HttpMethod.Post, $"dead?q={Provoker.Planted}", Provoker.Contact)),
        new(Reasons.ServiceTimeout, Trace.Neither, p => SilentAsync(p, "impatient")),
        new(Reasons.DeadlineExceeded, Trace.Neither, p => SilentAsync(p, "crm/contacts")),
        new(Reasons.PolicyUnavailable, Trace.Neither, p => p.SendAsync("agent@acme", HttpMethod.Post, $"ghost?q={Provoker.Planted}", Provoker.Contact)),
        new(Reasons.TenantKeyUnavailable, Trace.Recorded, p => WithoutKeyAsync(p, KeyServiceFailure.Denied)),
        new(Reasons.KeyServiceUnavailable, Trace.Neither, p => WithoutKeyAsync(p, KeyServiceFailure.Unavailable)) { Headers = ["Retry-After"] },
        new(Reasons.AuditUnavailable, Trace.Neither, p =>
        {
            p.Faulty.Audit.Broken = Core.Audit.AuditEvent.DataRevealed;
            return p.SendAsync("agent@acme", HttpMethod.Post, "partner/x", """{"email":"zebulona@example.org"}""");
        }),
        new(Reasons.InternalError, Trace.Neither, p => p.SendAsync("agent@acme", HttpMethod.Post, $"broken?q={Provoker.Planted}", Provoker.Contact)),
    ];

    private static IEnumerable<Provocation> Admin() =>
    [
        new(Reasons.RoleMissing, Trace.Recorded, p => p.AdminAsync("reviewer@operator", Definition("initech", "org_initech", p))) { Tenant = "operator" },
        new(Reasons.MissingReason, Trace.Recorded, p => p.AdminAsync("admin@operator", Definition("initech", "org_initech", p), withReason: false)) { Tenant = "operator", Members = ["location"] },
        new(Reasons.InvalidDefinition, Trace.Recorded, p => p.AdminAsync("admin@operator", """{"id":"zebulona!"}""")) { Tenant = "operator", Members = ["errors"] },
        new(Reasons.DefinitionTooLarge, Trace.Recorded, p => p.AdminAsync("admin@operator", $$"""{"id":"{{string.Concat(Enumerable.Repeat(Provoker.Planted, 8200))}}"}""")) { Tenant = "operator" },
        new(Reasons.TenantConflict, Trace.Recorded, p => p.AdminAsync("admin@operator", Definition(Provoker.Planted, "org_acme", p))) { Tenant = "operator" },
    ];

    private static IEnumerable<Provocation> CustomersKeys() =>
    [
        new(Reasons.VaultNotConfirmed, Trace.Recorded, p => p.PlanVaultAsync("globex")) { Tenant = "operator" },
        new(Reasons.CustomerKeyUnusable, Trace.Recorded, p => p.PlanUnreachableVaultAsync()) { Tenant = "operator" },
    ];

    private static IEnumerable<Provocation> Limits() =>
    [
        new(Reasons.AddressLimited, Trace.Counted, async p =>
        {
            await p.AskLimitedAsync("127.0.0.2", Provoker.Planted);
            return await p.AskLimitedAsync("127.0.0.2", Provoker.Planted);
        }) { Headers = ["Retry-After"], AtLimited = true },
        new(Reasons.TenantRateLimited, Trace.Counted, p => p.ExceedRateAsync()) { Headers = ["Retry-After"], AtLimited = true },
        new(Reasons.TenantConcurrencyLimited, Trace.Counted, p => p.ExceedConcurrencyAsync()) { Headers = ["Retry-After"] },
        new(Reasons.Overloaded, Trace.Neither, p => p.OverloadAsync()) { Headers = ["Retry-After"], AtLimited = true },
    ];

    private static async Task<Answer> WithoutKeyAsync(Provoker p, KeyServiceFailure failure)
    {
        p.World.Service.AnswerJson($$"""{"name":"{{await p.Faulty.TokenOfAnOlderGenerationAsync("name", Provoker.Planted)}}"}""");
        (p.Faulty.Keys.Only, p.Faulty.Keys.Failing) = ("acme", failure);
        return await p.SendAsync("agent@acme", HttpMethod.Get, $"crm/contacts/1?q={Provoker.Planted}");
    }

    private static IEnumerable<Provocation> Searches() =>
    [
        new(Reasons.SearchNotReady, Trace.Neither, p => SearchAsync(p, "ledger/entries")) { Members = ["location"] },
        new(Reasons.SearchNotRepeatable, Trace.Recorded, p => SearchAsync(p, "register/entries", "&page=1")),
        new(Reasons.AnswersNotMergeable, Trace.Neither, p =>
        {
            p.World.Service.AnswerJson($$"""{"rows":"{{Provoker.Planted}}"}""");
            return SearchAsync(p, "register/entries");
        }),
    ];

    private static async Task<Answer> SearchAsync(Provoker p, string path, string more = "")
    {
        await Rotations.LookupRotation.EnsureAsync(p.World, "acme");
        return await p.SendAsync("agent@acme", HttpMethod.Get, $"{path}?phone={Provoker.Planted}{more}");
    }

    private static Task<Answer> SilentAsync(Provoker p, string path)
    {
        p.World.Service.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        return p.SendAsync("agent@acme", HttpMethod.Post, $"{path}?q={Provoker.Planted}", Provoker.Contact);
    }

    private static string Definition(string id, string organization, Provoker p) =>
        $$"""{"id":"{{id}}","displayName":"{{Provoker.Planted}}","organizations":[{"issuer":"{{p.World.Issuer}}","organizationId":"{{organization}}"}]}""";
}
