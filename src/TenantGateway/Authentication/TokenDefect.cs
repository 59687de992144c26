namespace TenantGateway.Authentication;

/// <summary>
/// What is wrong with a token, for logs and metrics only. Callers are told <c>invalid_token</c> whatever it was, so that nobody learns from the
/// answer which issuer, key or user exists.
/// </summary>
internal enum TokenDefect
{
    None,

    // :: The header field
    RepeatedHeader,
    NotBearer,

    // :: The compact serialization (RFC 7515 section 7.1)
    TooLong,
    NotThreeParts,
    Encrypted,
    NotCanonicalBase64Url,
    NotUtf8,
    NotJson,
    NotAnObject,
    DuplicateName,
    TooManyNames,

    // :: The JOSE header
    CriticalExtension,
    UnencodedPayload,
    EmbeddedKey,
    NestedToken,
    AlgorithmNotAllowed,
    TypeNotAllowed,
    KeyIdMissing,

    // :: The claims
    IssuerMissing,
    IssuerUnknown,
    SubjectMissing,
    OrganizationMissing,
    AudienceMismatch,
    ProofOfPossessionRequired,
    ExpiryMissing,
    IssuedAtMissing,
    NotBeforeMalformed,
    IssuedInFuture,
    NotYetValid,
    Expired,
    LifetimeTooLong,
    ClaimMalformed,

    // :: Whose it is
    ServiceToken,
    PersonToken,
    OwnerAmbiguous,

    // :: The signature
    KeyUnknown,
    SignatureInvalid,

    // :: What logout tokens must or must not say
    TokenIdMissing,
    NoLogoutEvent,
    NonceForbidden,

    // :: What became of it
    Replayed,
    Revoked,
}
