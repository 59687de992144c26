namespace TenantGateway.Core.Access;

/// <summary>
/// The pseudonym of a person whose data it is, within one tenant: <c>sb_</c> and 26 characters of <c>[a-z2-7]</c> (128 bits), made under the tenant's audit key of an
/// identifying class and its value. Stable over rotations of data keys; different in every tenant.
/// </summary>
public readonly record struct SubjectId(string Value)
{
    public const string Prefix = "sb_";

    public override string ToString() => Value;
}
