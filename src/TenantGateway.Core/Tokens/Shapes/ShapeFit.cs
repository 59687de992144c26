namespace TenantGateway.Core.Tokens.Shapes;

/// <summary>Whether a value can be given a shape. What does not fit is never changed so that it would: the policy says what becomes of it.</summary>
public enum ShapeFit
{
    /// <summary>The shape was written.</summary>
    Fits,

    /// <summary>The value is not written the one way from which it comes back exactly.</summary>
    AnotherFormat,

    /// <summary>The value is well written, and larger than the shape can hold.</summary>
    OutOfRange,
}
