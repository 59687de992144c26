namespace TenantGateway.Core.Access;

/// <summary>The form in which a caller gets a protected value, from the least to the most revealing.</summary>
public enum Form
{
    /// <summary>A reference sealed for this tenant, actor and class: groups equal values, tells nothing, can be written back.</summary>
    Handle,

    /// <summary>A partial view that carries a marker and is refused when it is written back.</summary>
    Mask,

    /// <summary>The value itself.</summary>
    Clear,
}
