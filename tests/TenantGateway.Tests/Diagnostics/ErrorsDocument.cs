using System.Globalization;
using System.Text;
using TenantGateway.Core.Access;

namespace TenantGateway.Tests.Diagnostics;

/// <summary><c>docs/errors.md</c>, as the registry of reasons has it.</summary>
internal static class ErrorsDocument
{
    private const string Introduction = """
        # Errors

        Whatever the gateway refuses it answers as problem details ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)), of type
        `application/problem+json`. The code is stable: programs go by `reason`, people by `title` and `remedy`.

        ```json
        {
          "type": "urn:tenantgateway:problem:tenant_mismatch",
          "title": "The token belongs to another tenant than the host.",
          "status": 403,
          "reason": "tenant_mismatch",
          "remedy": "Use your own tenant's host.",
          "requestId": "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"
        }
        ```

        `location`, where there is one, names the place in the request (a JSON path, parameter or header) and never a value. `requestId` is also in the header
        `X-Request-Id`, in the log and in the audit record. Anything else that an answer in the range of 400 to 599 holds is the service's own.

        The same code counts in the metric `tenantgateway.refusals`. The refusal of somebody whose token verified is on record before the answer; others are
        counted by the minute. A *security event* points at an attack on isolation: it is recorded as `access.security_alert`, logged, and counted in
        `tenantgateway.security_events`.

        | Code | Status | What is wrong | What to do | Security event |
        |---|---|---|---|---|

        """;

    public static string Render()
    {
        var text = new StringBuilder(Introduction);
        foreach (var reason in Reasons.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{reason.Code}` | {reason.Status} | {reason.Title} | {reason.Remedy} | {(reason.IsSecurityEvent ? "yes" : "")} |\n");
        }

        return text.ToString();
    }
}
