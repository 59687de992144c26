namespace TenantGateway.Tests.Identity;

/// <summary>The form of a token exchange (RFC 8693).</summary>
internal static class ExchangeForm
{
    public const string Path = ".well-known/tenant-gateway/token";

    /// <param name="subject">The subject token.</param>
    /// <param name="tenant">Whom to act for.</param>
    /// <param name="changes">Parameters in place of the right ones, or beside them; an empty value leaves one out.</param>
    public static FormUrlEncodedContent Of(string subject, string tenant, params (string Name, string Value)[] changes)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
            ["subject_token"] = subject,
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
            ["audience"] = "urn:tenantgateway:tenant:" + tenant,
        };
        foreach (var (name, value) in changes) form[name] = value;
        return new FormUrlEncodedContent(form.Where(parameter => parameter.Value.Length > 0));
    }
}
