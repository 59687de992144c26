namespace TenantGateway.Core.Protection.Policies;

/// <summary>The format in whose clothes the values of a searchable field are stored, because their service validates them.</summary>
/// <param name="Shape">The format.</param>
/// <param name="Unfit">What becomes of a value that the shape cannot hold.</param>
public sealed record ShapeRule(ValueShape Shape, UnfitValue Unfit)
{
    /// <summary>Whether nothing tells a value of this shape from another that looks like one, so that it is given back at its own place only, and unverified.</summary>
    public bool IsUnauthenticated => Shape != ValueShape.Email;
}

/// <summary>A format that services validate.</summary>
public enum ValueShape
{
    /// <summary>An address below <c>pn.invalid</c>: an authenticated token.</summary>
    Email,

    /// <summary>A date of the year 3000 or later: permuted, not authenticated.</summary>
    Date,

    /// <summary>A number under <c>+999</c>: permuted, not authenticated.</summary>
    Phone,
}

/// <summary>What becomes of a value that does not fit the shape of its field. It never passes in the clear.</summary>
public enum UnfitValue
{
    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>A searchable token is stored, which the service must take.</summary>
    Token,
}
