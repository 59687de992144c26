using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Webhooks;
using Yarp.ReverseProxy.Model;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>
/// Says who calls where callers have no token: nobody in particular, or the senders of a webhook whose message is signed with a secret of the bound tenant. All that is wrong with a signature
/// is answered alike.
/// </summary>
/// <remarks>1. What stands in the head. 2. The whole body. 3. The signature. 4. Once. 5. The caller. 6. What became of it.</remarks>
internal sealed class OpenCallerMiddleware(RequestDelegate next, WebhookSecrets secrets, Deliveries deliveries, TimeProvider time, ILogger<OpenCallerMiddleware> logger)
{
    private static readonly Refusal Invalid = new(Reasons.InvalidSignature);
    private static readonly Refusal Replayed = new(Reasons.WebhookReplayed);
    private static readonly Refusal Unknown = new(Reasons.DeliveriesUnknown) { Headers = [new("Retry-After", "5")] };

    public Task InvokeAsync(HttpContext context)
    {
        var route = context.Features.Get<OpenRoute>() ?? throw new InvalidOperationException("The route asks for a token.");
        var tenant = context.Features.Get<Tenant>() ?? throw new InvalidOperationException("No tenant has been bound before the caller is named.");
        if (route.Signature is { } rule) return TakeAsync(context, route, rule, tenant.Id);
        context.Features.Set(ActorOf(tenant.Id, route.Kind, ActorId.Anonymous));
        return next(context);
    }

    private async Task TakeAsync(HttpContext context, OpenRoute route, SignatureRule rule, TenantId tenant)
    {
        // :: Step 1: what stands in the head
        var defect = CheckHead(context.Request);
        PresentedSignature? presented = null;
        if (defect == SignatureDefect.None) defect = PresentedSignature.Read(rule, name => context.Request.Headers[name], time.GetUtcNow(), out presented);
        if (presented is null || defect != SignatureDefect.None)
        {
            Refuse(context, rule, defect);
            return;
        }

        // :: Step 2: the whole body
        var (body, refusal) = await SignedBody.ReadAsync(context, route.MaxBodyBytes, time);
        if (body is null)
        {
            context.Features.Set(refusal);
            return;
        }

        // :: Step 3: the signature
        var known = secrets.Of(rule.Webhook, tenant);
        if (!SignatureCheck.IsSigned(presented, rule.Scheme, body.Written, known))
        {
            Refuse(context, rule, known.IsEmpty ? SignatureDefect.NoSecret : SignatureDefect.Mismatch);
            return;
        }

        // From here on it is known who sent it, and what is refused is on record.
        context.Features.Set(ActorOf(tenant, route.Kind, ActorId.OfWebhook(rule.Webhook)));
        await DeliverAsync(context, rule, SignatureCheck.MarkOf(tenant, rule.Webhook, presented, body.Written), body);
    }

    // :: Step 4: once
    private async Task DeliverAsync(HttpContext context, SignatureRule rule, Fingerprint mark, ByteBuffer body)
    {
        DeliveryClaim? claim;
        try
        {
            claim = await deliveries.TryClaimAsync(mark, rule, context.RequestAborted);
        }
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested)
        {
            Log.DeliveriesUnreadable(logger, fault.GetType().Name);
            context.Features.Set(Unknown);
            return;
        }

        if (claim is null)
        {
            context.Features.Set(Replayed);
            return;
        }

        // :: Step 5: what goes on is what was signed, under a name that its service can tell a second attempt by
        SignedBody.Replace(context, body);
        context.Request.Headers["Idempotency-Key"] = Convert.ToHexStringLower(mark.ToArray());
        var (isDelivered, isGivenUp) = (false, false);
        // Whoever is told that it was not taken may send it again at once.
        context.Response.OnStarting(async () =>
        {
            if (IsDelivered(context)) return;
            isGivenUp = true;
            await deliveries.EndAsync(claim, delivered: false);
        });
        try
        {
            await next(context);
            isDelivered = IsDelivered(context);
        }
        finally
        {
            // :: Step 6: what became of it
            if (!isGivenUp) await deliveries.EndAsync(claim, isDelivered);
        }
    }

    // The service has it, also where its answer is withheld or does not reach the sender. What fails before, or in the service, leaves another status.
    private static bool IsDelivered(HttpContext context) =>
        context.Features.Get<IReverseProxyFeature>()?.ProxiedDestination is not null
        && context.Response.StatusCode is >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices;

    private static SignatureDefect CheckHead(HttpRequest request)
    {
        if (request.QueryString.HasValue) return SignatureDefect.QuerySent;
        if (request.Headers.Authorization.Count > 0) return SignatureDefect.TokenSent;
        return request.Headers.ContentEncoding.Count > 0 ? SignatureDefect.BodyEncoded : SignatureDefect.None;
    }

    private void Refuse(HttpContext context, SignatureRule rule, SignatureDefect defect)
    {
        Log.SignatureRefused(logger, rule.Webhook, defect);
        context.Features.Set(Invalid);
    }

    private static Actor ActorOf(TenantId tenant, ActorKind kind, ActorId id) => new()
    {
        Tenant = tenant,
        Id = id,
        Roles = [],
        Scopes = [],
        AuthenticatedAt = null,
        Evidence = null,
        Kind = kind,
    };
}
