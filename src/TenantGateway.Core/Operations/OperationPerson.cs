using TenantGateway.Core.Access;

namespace TenantGateway.Core.Operations;

/// <summary>Who requests or decides.</summary>
/// <param name="Actor">Admitted on the admin plane.</param>
/// <param name="Subject">The exact <c>sub</c>. Personal data: only its pseudonym is kept.</param>
public sealed record OperationPerson(Actor Actor, string Subject)
{
    /// <summary>Whether the login proved a second factor. Single sign-on alone approves nothing: only the identity provider knows what it asked of the person.</summary>
    public bool HasSecondFactor => Actor.Evidence == "mfa";

    /// <summary>Names the type only, so that no log shows a subject.</summary>
    public override string ToString() => nameof(OperationPerson);
}
