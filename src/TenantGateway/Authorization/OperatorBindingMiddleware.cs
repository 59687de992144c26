using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authorization;

/// <summary>
/// On the admin plane: admits members of an issuer's operator organization, and nobody else, as actors of <see cref="TenantId.Operator"/>.
/// Whatever is not a plain reading needs a login of the last minutes, and an endpoint may ask for more (<see cref="ILoginDemand"/>).
/// </summary>
internal sealed class OperatorBindingMiddleware(
    RequestDelegate next, ActorAdmission admission, IssuerRegistry issuers, LoginAges ages, LoginDemands demands)
{
    private static readonly Refusal NoOperator = new(Reasons.UnknownOrganization);

    public async Task InvokeAsync(HttpContext context)
    {
        var token = context.Features.Get<VerifiedToken>() ?? throw new InvalidOperationException("No token has been verified before the operator is bound.");
        if (await AdmitAsync(context, token) is { } refusal)
        {
            context.Features.Set(refusal);
            return;
        }

        context.Features.Set(demands.Of(context.Features.GetRequiredFeature<Actor>()));
        await next(context);
    }

    private ValueTask<Refusal?> AdmitAsync(HttpContext context, VerifiedToken token)
    {
        if (!issuers.IsOperator(token.Issuer, token.OrganizationId)) return ValueTask.FromResult<Refusal?>(NoOperator);
        var isReading = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return admission.AdmitAsync(context, token, TenantId.Operator, ages.Of(isReading ? LoginAge.Reading : LoginAge.Change));
    }
}
