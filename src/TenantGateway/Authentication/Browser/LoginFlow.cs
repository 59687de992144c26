using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Browser;

/// <summary>A login, to the identity provider and back.</summary>
internal sealed partial class LoginFlow(
    LoginVerifier verifier, IKeyRings keyRings, IOptions<LoginOptions> options, ILogger<LoginFlow> logger)
{
    private static readonly Refusal Invalid = new(Reasons.InvalidLogin);
    private static readonly Refusal Unavailable = new(Reasons.IdentityProviderUnavailable);

    /// <summary>Sends the browser to the identity provider.</summary>
    public async Task BeginAsync(HttpContext context)
    {
        var properties = new AuthenticationProperties { RedirectUri = ReturnOf(context.Request.Query[LoginPaths.Return]) };
        properties.Items[LoginScheme.MaxAgeItem] = MaxAgeOf(context.Request.Query[LoginPaths.MaxAge]).ToString(CultureInfo.InvariantCulture);
        try
        {
            await UnderLeaseAsync(() => context.ChallengeAsync(LoginScheme.Name, properties), context.RequestAborted);
            context.Response.Headers.CacheControl = "no-store";
        }
        catch (Exception fault) when (fault is HttpRequestException or InvalidOperationException or TaskCanceledException && !context.RequestAborted.IsCancellationRequested)
        {
            Log.ProviderUnavailable(logger, fault.GetType().Name);
            context.Features.Set(Unavailable);
        }
    }

    /// <returns>The login; null where it was refused, and then the refusal is set.</returns>
    public async Task<VerifiedLogin?> CompleteAsync(HttpContext context)
    {
        // :: Step 1: state, code and id token, by the handler
        await UnderLeaseAsync(() => HandleAsync(context), context.RequestAborted);
        if (context.Features.Get<LoginAnswer>() is not { } answer)
        {
            Refuse(context, context.Features.Get<LoginFailure>());
            return null;
        }

        // :: Step 2: who it is, by the rules of the gateway
        if (await verifier.VerifyAsync(answer, context.RequestAborted) is { } login) return login;
        context.Features.Set(Invalid);
        return null;
    }

    /// <summary>A page of the gateway; whatever else is asked for is the start page, so that no login leads elsewhere.</summary>
    public static string ReturnOf(string? asked) => asked is not null && Pages().IsMatch(asked) ? asked : "/";

    private int MaxAgeOf(string? asked) =>
        int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < options.Value.MaxAgeSeconds ? seconds : options.Value.MaxAgeSeconds;

    private static async Task HandleAsync(HttpContext context)
    {
        var handlers = context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        if (await handlers.GetHandlerAsync(context, LoginScheme.Name) is not IAuthenticationRequestHandler handler) throw new InvalidOperationException("The scheme of logins has no handler.");
        await handler.HandleRequestAsync();
    }

    private async Task UnderLeaseAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        using var lease = await keyRings.LeaseAsync(TenantId.Operator, default, cancellationToken);
        LoginState.Use(lease.Ring.Audit);
        try
        {
            await step();
        }
        finally
        {
            LoginState.Use(null);
        }
    }

    private void Refuse(HttpContext context, LoginFailure? failure)
    {
        // One answer to all that can be wrong: whoever tries out states and codes learns nothing.
        Log.LoginNotCompleted(logger, (failure?.Fault?.InnerException ?? failure?.Fault)?.GetType().Name ?? "none");
        context.Features.Set(failure is { IsOutage: true } ? Unavailable : Invalid);
    }

    [GeneratedRegex("^/(operations/op_[a-z2-7]{1,64})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pages();
}
