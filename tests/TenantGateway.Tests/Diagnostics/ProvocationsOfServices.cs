using TenantGateway.Core.Access;
using Answer = TenantGateway.Tests.World.Answer;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Reasons of services that act for tenants, and of need to know.</summary>
internal static partial class Provocations
{
    private static string[] OAuth => ["error", "error_description"];

    private static IEnumerable<Provocation> ActingServices() =>
    [
        new(Reasons.ExchangeMalformed, Trace.Counted, p => p.ExchangeAsync(Provoker.Planted, "acme", ("grant_type", Provoker.Planted))) { Members = OAuth, MediaType = "application/json" },
        new(Reasons.SubjectTokenRefused, Trace.Counted, p => p.ExchangeAsync(Provoker.Planted, "acme")) { Members = OAuth, MediaType = "application/json" },
        new(Reasons.ServiceNotAllowed, Trace.Recorded, p => p.ExchangeAsync(p.ServiceToken, Provoker.Planted)) { Members = OAuth, MediaType = "application/json", Tenant = "operator" },
        new(Reasons.ScopeNotAllowed, Trace.Recorded, p => p.ExchangeAsync(p.ServiceToken, "acme", ("scope", Provoker.Planted))) { Members = OAuth, MediaType = "application/json", Tenant = "operator" },
        new(Reasons.CallerNotAccepted, Trace.Recorded, p => p.SendAsync("agent@acme", HttpMethod.Post, "machines/1", Provoker.Contact)),
        // Not of acme, whose lookup key others rotate: then such a search waits for a parameter that takes two tokens.
        new(Reasons.DistinctValuesLimited, Trace.Recorded, async p =>
        {
            foreach (var number in new[] { 1, 2, 3 }) Assert.Equal(200, (await SearchAsync(p, number)).Status);
            return await SearchAsync(p, 4);

            static Task<Answer> SearchAsync(Provoker p, int number) => p.SendAsync("agent@globex", HttpMethod.Get, $"guessed/1?phone={Provoker.Planted}{number}");
        }) { Headers = ["Retry-After"], Members = ["location"], Tenant = "globex" },
    ];
}
