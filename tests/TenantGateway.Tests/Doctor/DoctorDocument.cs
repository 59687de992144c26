using System.Globalization;
using System.Text;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Tests.Doctor;

/// <summary><c>docs/doctor.md</c>: the words, and the table of findings as the code has them.</summary>
internal static class DoctorDocument
{
    private const string Introduction = """
        # Doctor

        What a process of the gateway depends on, each asked now: one line a finding, with what to do where it is not green. Three ways to ask:

        | Where | Asks | Exit code |
        |---|---|---|
        | `tgw doctor` (`--output json`, `--strict`) | the process with the admin plane, by `GET /admin/doctor`; any role of the operator | 0; 7 where anything is red, with `--strict` yellow too |
        | `TenantGateway --doctor` and the other arguments of the process | itself, without starting: where the gateway does not start, and in the pod of a [proxy](roles.md) | 0 green, 1 yellow, 2 red |
        | `TenantGateway --doctor --json` and the other arguments | the same, as JSON | the same |

        ```
        green   configuration  all settings are valid [configuration_valid]
        green   database       answered in 3 ms, 20 migrations [database_current]
        red     vault-rights   missing on contoso-keys.vault.azure.net: keys/wrap/action (wrapKey) [key_right_missing] do: Give the identity the rights that are named, ...
        yellow  certificates   Gateway:Tls:Certificates:0: in force until 2026-03-12 08:00Z, 11 days [certificate_ends_soon] do: Look at why it was not renewed yet; ...
        ```

        All checks run at once, each for at most 5 seconds; who asks while they run gets the same report. Nothing is changed: the database is read and not migrated, keys sign, wrap and unwrap what is thrown away,
        and operations of the vault that would change something are tried on a key that does not exist (the vault tells who lacks the right from who has it before it looks for the key). Lines hold names (those of key-encryption keys
        hold the tenant's id), counts and times; nothing secret, no tenant's data and nobody.

        `audit` is about the process that is asked: one that is not started has written nothing. What other processes do is seen in the log itself (`checkpoints`, `projections`). A process that is not started
        knows certificates of listeners and of Redis; those towards services are read with the routes, at start.

        ## Findings

        Go by the code: codes are stable, texts are for people.

        """;

    public static string Render()
    {
        var text = new StringBuilder(Introduction).Append("\n| Check | Code | Status | Meaning | What to do |\n|---|---|---|---|---|\n");
        foreach (var (check, codes) in DoctorCodes.All)
            foreach (var code in codes) text.Append(CultureInfo.InvariantCulture, $"| {check} | `{code.Code}` | {$"{code.Status}".ToLowerInvariant()} | {code.Meaning} | {code.Remedy} |\n");
        return text.ToString();
    }
}
