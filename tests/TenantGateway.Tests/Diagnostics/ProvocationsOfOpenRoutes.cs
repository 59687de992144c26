using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Tests.Authentication;
using TenantGateway.Tests.Demo;
using Answer = TenantGateway.Tests.World.Answer;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>Reasons of routes whose callers have no token.</summary>
internal static partial class Provocations
{
    private static IEnumerable<Provocation> OpenRoutes() =>
    [
        new(Reasons.InvalidSignature, Trace.Counted, p => SignAsync(p, new WebhookMessage { Secret = WebhookWorld.GlobexSecret })),
        new(Reasons.WebhookReplayed, Trace.Recorded, async p =>
        {
            var message = new WebhookMessage();
            Assert.Equal(200, (await SignAsync(p, message)).Status);
            return await SignAsync(p, message);
        }),
        new(Reasons.DeliveriesUnknown, Trace.Neither, async p =>
        {
            var deliveries = p.World.Gateway.Services.GetRequiredService<FaultyDeliveries>();
            deliveries.IsDown = true;
            try
            {
                return await SignAsync(p, new WebhookMessage());
            }
            finally
            {
                deliveries.IsDown = false;
            }
        }) { Headers = ["Retry-After"] },
        new(Reasons.TenantUndecided, Trace.Counted, p => p.SendAsync(null, HttpMethod.Get, $"intake/{Provoker.Planted}")),
    ];

    private static Task<Answer> SignAsync(Provoker p, WebhookMessage signed) => p.SendAsync(null, HttpMethod.Post, signed.Path, signed.Body, signed.Host, request =>
        request.With("webhook-id", signed.Id).With("webhook-timestamp", signed.Time).With("webhook-signature", signed.Signature));
}
