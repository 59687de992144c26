namespace TenantGateway.Core.Access;

/// <summary>The form in which a caller gets a protected value, from the least to the most revealing.</summary>
public enum Form
{
    /// <summary>Nothing, not even a reference: what stands there cannot be written back, and leaving it so is refused.</summary>
    Remove = -1,

    /// <summary>A reference sealed for this tenant, actor and class: groups equal values, tells nothing, can be written back.</summary>
    Handle = 0,

    /// <summary>A partial view that carries a marker and is refused when it is written back.</summary>
    Mask,

    /// <summary>The value itself.</summary>
    Clear,
}
