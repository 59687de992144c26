using Azure.Identity;
using Microsoft.Identity.Client;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>
/// What a failed login says about a key. That the gateway's principal is gone, disabled or not trusted any more is an answer: whoever took it away meant it.
/// That the gateway cannot prove who it is (its own secret or assertion has run out) says nothing about the key, and neither does a login endpoint that
/// does not answer.
/// </summary>
internal static class TokenFailures
{
    // RFC 6749 section 5.2.
    private static readonly string[] Refusals = ["invalid_client", "unauthorized_client", "invalid_grant", "access_denied", "invalid_tenant"];

    // An Entra directory that is gone; it calls that an invalid request.
    private const string NoSuchDirectory = "AADSTS90002:";

    // Secret wrong or run out; assertion out of its time, or signed by a key that is not registered.
    private static readonly string[] OwnFault = ["AADSTS7000215:", "AADSTS7000222:", "AADSTS700024:", "AADSTS700027:"];

    internal static KeyServiceFailure Of(AuthenticationFailedException exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is MsalServiceException answer) return Of(answer);
        }

        return KeyServiceFailure.Unavailable;
    }

    private static KeyServiceFailure Of(MsalServiceException answer)
    {
        var isDefinite = answer.StatusCode is >= 400 and < 500 and not (408 or 429)
            && (Refusals.Contains(answer.ErrorCode, StringComparer.Ordinal) || Says(answer, NoSuchDirectory));
        return isDefinite && !Array.Exists(OwnFault, code => Says(answer, code)) ? KeyServiceFailure.Denied : KeyServiceFailure.Unavailable;
    }

    private static bool Says(MsalServiceException answer, string code) => answer.Message.Contains(code, StringComparison.Ordinal);
}
