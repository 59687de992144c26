namespace TenantGateway.Core.Webhooks;

/// <summary>Why a message is not taken for signed. For the log alone: the sender is told the same of all of them.</summary>
public enum SignatureDefect
{
    None,

    /// <summary>A header that the scheme needs is missing.</summary>
    HeaderMissing,

    /// <summary>A header that the scheme needs is there more than once.</summary>
    HeaderRepeated,

    /// <summary>A header is not written as the scheme has it.</summary>
    HeaderMalformed,

    /// <summary>More signatures than anybody needs.</summary>
    TooManySignatures,

    /// <summary>Its time is over.</summary>
    TimestampStale,

    /// <summary>Its time has not come.</summary>
    TimestampInFuture,

    /// <summary>There is a query, which no signature covers.</summary>
    QuerySent,

    /// <summary>There is a token: a sender signs or has a token, and not both.</summary>
    TokenSent,

    /// <summary>The body is encoded.</summary>
    BodyEncoded,

    /// <summary>There is no secret for the tenant.</summary>
    NoSecret,

    /// <summary>No signature is one by a secret of the tenant over this message.</summary>
    Mismatch,
}
