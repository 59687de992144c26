using System.Globalization;
using System.Text;
using TenantGateway.Core.Access;

namespace TenantGateway.Tests.Diagnostics;

/// <summary><c>docs/errors.md</c>, as the registry of reasons and the table of what provokes them have it.</summary>
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

        ## Who is told

        | | caller | metrics | audit trail | log |
        |---|---|---|---|---|
        | refusal (4xx), the token verified | the problem | `tenantgateway.refusals` by `reason` | `access.denied` with the code as its outcome, in the tenant's trail and durable before the answer: *recorded* | |
        | refusal (4xx) of anybody else, and every 429 | the problem | the same | `access.anonymous_refusals`, one record a minute and code, in the operator's trail: *counted* | |
        | *security event*: points at an attack on isolation | the problem | the same, and `tenantgateway.security_events` | `access.security_alert` in place of `access.denied` | warning 9500 |
        | failure (5xx) | the problem | `tenantgateway.refusals` by `reason` | nothing: nobody was denied anything | by the part that failed, with the request id; 9501 for `internal_error` |

        Where a denial must be recorded and cannot be, the answer is `audit_unavailable`, and counts as that. What the server refuses before it is a request (bytes that are
        not HTTP, heads that are too long or too slow) gets a bare status without a problem; it counts as `malformed_request`, `request_timeout` or `body_too_large`.

        ## Codes

        *On record* says what is the rule where the code arises; a code that can also arise before the token is verified is counted there.

        | Code | Status | What is wrong | What to do | Headers | On record | Security event |
        |---|---|---|---|---|---|---|

        """;

    public static string Render()
    {
        var text = new StringBuilder(Introduction);
        foreach (var reason in Reasons.All)
        {
            var row = Provocations.Find(reason);
            var headers = string.Join(", ", row?.Headers.Select(header => $"`{header}`") ?? []);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{reason.Code}` | {reason.Status} | {reason.Title} | {reason.Remedy} | {headers} | {NameOf(row?.Trace)} | {(reason.IsSecurityEvent ? "yes" : "")} |\n");
        }

        return text.ToString();
    }

    private static string NameOf(Trace? trace) => trace switch
    {
        Trace.Recorded => "recorded",
        Trace.Counted => "counted",
        _ => "",
    };
}
