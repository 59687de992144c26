namespace TenantGateway.Protection;

/// <summary>What became of a body: every one falls in exactly one of these.</summary>
internal enum BodyTreatment
{
    /// <summary>There was none.</summary>
    None,

    /// <summary>It went through its policy.</summary>
    Inspected,

    /// <summary>It passed as it was, and its policy counted what it would have done.</summary>
    Observed,

    /// <summary>It passed as its policy declares.</summary>
    Opaque,

    /// <summary>It went no further than this.</summary>
    Refused,
}
