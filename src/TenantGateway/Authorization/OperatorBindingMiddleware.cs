using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

/// <summary>
/// On the admin plane: admits members of an issuer's operator organization, and nobody else, as actors of <see cref="TenantId.Operator"/>.
/// Whatever is not a plain reading needs a login of the last minutes, and an endpoint may ask for more (<see cref="ILoginDemand"/>).
/// </summary>
internal sealed class OperatorBindingMiddleware(
    RequestDelegate next, ActorAdmission admission, IssuerRegistry issuers, IOptions<AuthorizationOptions> options, TimeProvider clock)
{
    private static readonly Refusal NoOperator = new(Reasons.UnknownOrganization);

    private readonly TimeSpan _readMaxAge = TimeSpan.FromSeconds(options.Value.MaxAgeSeconds);
    private readonly TimeSpan _changeMaxAge = TimeSpan.FromSeconds(options.Value.AdminChangeMaxAgeSeconds);
    private readonly TimeSpan _clockSkew = TimeSpan.FromSeconds(options.Value.ClockSkewSeconds);
    private readonly string _acrValues = options.Value.AcrValues;

    public async Task InvokeAsync(HttpContext context)
    {
        var token = context.Features.Get<VerifiedToken>() ?? throw new InvalidOperationException("No token has been verified before the operator is bound.");
        if (await AdmitAsync(context, token) is { } refusal)
        {
            context.Features.Set(refusal);
            return;
        }

        var actor = context.Features.GetRequiredFeature<Actor>();
        context.Features.Set<ILoginDemand>(new LoginDemand(actor, clock.GetUtcNow(), _clockSkew, _acrValues));
        await next(context);
    }

    private ValueTask<Refusal?> AdmitAsync(HttpContext context, VerifiedToken token)
    {
        if (!issuers.IsOperator(token.Issuer, token.OrganizationId)) return ValueTask.FromResult<Refusal?>(NoOperator);
        var isReading = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return admission.AdmitAsync(context, token, TenantId.Operator, isReading ? _readMaxAge : _changeMaxAge);
    }
}
