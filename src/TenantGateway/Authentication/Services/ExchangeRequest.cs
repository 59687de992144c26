using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace TenantGateway.Authentication.Services;

/// <summary>The form of a token exchange (RFC 8693 section 2.1) as far as this gateway does any: one subject token, one tenant, nobody acting for somebody else.</summary>
internal sealed record ExchangeRequest(string SubjectToken, string Tenant, string? Scope)
{
    public const string GrantType = "urn:ietf:params:oauth:grant-type:token-exchange";
    public const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    public const string AudiencePrefix = "urn:tenantgateway:tenant:";

    private const string JwtType = "urn:ietf:params:oauth:token-type:jwt";
    private const int MaxLength = 32 * 1024;

    private static readonly FormOptions Limits = new() { ValueCountLimit = 16, KeyLengthLimit = 64, ValueLengthLimit = CompactToken.MaxLength, BufferBody = false };

    /// <returns>The request, or the error code of RFC 6749 section 5.2 with words that quote nothing.</returns>
    public static async ValueTask<(ExchangeRequest? Request, string? Error, string? Description)> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return Invalid("Send a form.");
        if (request.ContentLength > MaxLength) return Invalid("The form is too large.");
        if (request.Headers.Authorization.Count > 0) return Invalid("Clients are not authenticated here: the subject token speaks for the service.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = MaxLength;
        try
        {
            return Read(await new FormFeature(request, Limits).ReadFormAsync(context.RequestAborted));
        }
        catch (InvalidDataException)
        {
            return Invalid("The form has too many or too long parameters.");
        }
    }

    private static (ExchangeRequest?, string?, string?) Read(IFormCollection form)
    {
        // RFC 6749 section 3.2: no parameter more than once; those that are not known do not matter.
        if (form.Any(parameter => parameter.Value.Count > 1)) return Invalid("A parameter is repeated.");
        if (One(form, "grant_type") is not { } grant) return Invalid("grant_type is missing.");
        if (grant != GrantType) return (null, "unsupported_grant_type", $"The grant is {GrantType}.");
        if (One(form, "subject_token") is not { } subject) return Invalid("subject_token is missing.");
        if (One(form, "subject_token_type") is not (AccessTokenType or JwtType)) return Invalid($"subject_token_type is {AccessTokenType}.");
        if (One(form, "requested_token_type") is not (null or AccessTokenType)) return Invalid($"requested_token_type is {AccessTokenType}.");
        if (form.ContainsKey("actor_token")) return Invalid("Nobody acts for a service.");
        if (form.ContainsKey("resource")) return (null, "invalid_target", $"Name the tenant as audience: {AudiencePrefix}ID.");
        if (One(form, "audience") is not { } audience || !audience.StartsWith(AudiencePrefix, StringComparison.Ordinal)) return (null, "invalid_target", $"audience is {AudiencePrefix}ID.");
        return (new ExchangeRequest(subject, audience[AudiencePrefix.Length..], One(form, "scope")), null, null);
    }

    // Without a value it is as if it were left out.
    private static string? One(IFormCollection form, string name) => form.TryGetValue(name, out var values) && values is [{ Length: > 0 } value] ? value : null;

    private static (ExchangeRequest?, string?, string?) Invalid(string description) => (null, "invalid_request", description);

    /// <summary>Names the type only: it holds a credential.</summary>
    public override string ToString() => nameof(ExchangeRequest);
}
