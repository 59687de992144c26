using System.Globalization;
using TenantGateway.Core.Audit.Verification;

namespace TenantGateway.Core.Audit.Exports;

/// <summary>The README of an export: what is in it, what it proves, and the commands.</summary>
public static class ExportReadme
{
    public const string FileName = "README.md";

    public static string Of(string origin, string? tenant, long records, long size) => string.Create(CultureInfo.InvariantCulture, $"""
        # Audit records of {tenant ?? "the whole log"}

        {records} records of the log `{origin}`, which had {size} records when they were exported.

        | file | what |
        |---|---|
        | `{ExportManifest.FileName}` | what is in this export, signed: no file and no record can be taken away, added or changed |
        | `{ExportManifest.LeavesFile}` | the records, one a line, byte by byte as they are in the log |
        | `{(tenant is null ? ExportManifest.HashesFile : ExportManifest.ProofFolder)}` | {(tenant is null ? "the leaf hash of each record" : "for each record, named after its number within the tenant (`seq`), its proof in the format c2sp.org/tlog-proof@v1")} |
        | `{ExportManifest.CheckpointFolder}` | signed checkpoints (c2sp.org/tlog-checkpoint): the hourly ones of the period and the one that all is proven to |
        {(tenant is null ? "" : $"| `{ExportManifest.ConsistencyFolder}` | consistency proofs (RFC 6962 section 2.1.2) between checkpoints that follow each other, base64, one hash a line |\n")}| `keys/` | the public key of the log, as PEM |
        | `records.csv`, `ocsf.jsonl` | the records once more, for spreadsheets and for security tools; proven is `{ExportManifest.LeavesFile}` |

        Actors and subjects are pseudonyms. Addresses, user agents, reasons and names are not here.

        ## Verify

        ```
        tgw audit verify EXPORT.zip --key signing-key.pem
        tgw audit verify EXPORT.zip --key signing-key.pem --checkpoints FOLDER
        ```

        Take the key from somebody you trust, once, and not from this export: `keys/` is here for comparison. The second command compares with checkpoints that were kept where the operator
        of the log cannot change them. Only such copies show that the log was not rewritten as a whole by whoever has its key; without them is shown that nothing was changed since it
        was signed, and that no record within the export is missing.

        Without `tgw`: a leaf hash is SHA-256 over a zero byte and the record; proofs and checkpoints verify with any tool for C2SP logs. The key is of signature type 0x02 (ECDSA on P-256 with
        SHA-256); its id is the first four bytes of SHA-256 over its SubjectPublicKeyInfo.

        """);
}
