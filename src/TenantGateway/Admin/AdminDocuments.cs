using TenantGateway.Core.Termination;

namespace TenantGateway.Admin;

// What is read member by member, and so has no type of its own in the code, as the OpenAPI document shows it.

/// <param name="Generation">The key id of the generation that is meant.</param>
internal sealed record GenerationDraft(string Generation);

/// <param name="Datasets">1 to 64 characters of <c>[a-z0-9._-]</c> each; all that hold tokens of the tenant.</param>
internal sealed record DatasetsDraft(IReadOnlyList<string> Datasets);

/// <param name="Dataset">A declared one.</param>
internal sealed record ConversionDraft(string Dataset);

/// <param name="Bytes">How many bytes of lines there were, as a string of digits.</param>
internal sealed record ConversionEnd(string Bytes);

/// <param name="Certificate">What is certified.</param>
/// <param name="Key">The fingerprint of the signing key.</param>
/// <param name="Signature">ES256 as base64url.</param>
internal sealed record CertificateEnvelope(ErasureCertificate Certificate, string Key, string Signature);
