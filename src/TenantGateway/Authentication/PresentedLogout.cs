using TenantGateway.Core.Access;
using TenantGateway.Core.Sessions;

namespace TenantGateway.Authentication;

/// <summary>A logout token that has passed the gate and whose signature has not been checked: it may be anyone's writing.</summary>
/// <param name="Issuer">Whose it claims to be.</param>
/// <param name="KeyId">Of the issuer's key.</param>
/// <param name="Algorithm">One of the issuer's.</param>
/// <param name="Orders">What it would end.</param>
/// <param name="Ticket">Its name, which is used up with it.</param>
/// <param name="TicketUntil">From then on the gate would refuse it anyway.</param>
internal sealed record PresentedLogout(
    ConfiguredIssuer Issuer, string KeyId, string Algorithm, IReadOnlyList<RevocationOrder> Orders, Fingerprint Ticket, DateTimeOffset TicketUntil);
