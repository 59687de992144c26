using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Sessions;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Authentication.Browser;

/// <summary>Begins, finds and ends sessions. Each request reads the database: what was ended by anybody is over for everybody.</summary>
internal sealed class BrowserSessions(ILoginSessionStore store, IKeyRings keyRings, IRevocationCheck revocations, IOptions<LoginOptions> options, TimeProvider clock)
{
    /// <returns>What the cookie will hold; null where the login has begun a session before.</returns>
    public async ValueTask<byte[]?> TryBeginAsync(VerifiedLogin login, string state, ActorId person, CancellationToken cancellationToken)
    {
        var secret = SessionCookie.Create();
        var id = SessionCookie.IdOf(secret);
        var ticket = SessionTicket.Of(login, clock.GetUtcNow(), TimeSpan.FromSeconds(options.Value.LifetimeSeconds));
        var record = new LoginSessionRecord
        {
            Id = id,
            Login = SHA256.HashData(Encoding.ASCII.GetBytes(state)),
            Person = person,
            Ticket = await SealAsync(id, ticket, cancellationToken),
            StartedAt = ticket.StartedAt,
            ExpiresAt = ticket.ExpiresAt,
        };
        return await store.TryAddAsync(record, cancellationToken) ? secret : null;
    }

    /// <summary>The session of that cookie, where it has neither ended nor expired and its login was not revoked.</summary>
    /// <exception cref="KeyServiceException">The operator's audit key cannot be used.</exception>
    public async ValueTask<LiveSession?> FindAsync(byte[] secret, CancellationToken cancellationToken)
    {
        var id = SessionCookie.IdOf(secret);
        if (await store.FindAsync(id, cancellationToken) is not { } record || await OpenAsync(id, record.Ticket, cancellationToken) is not { } ticket) return null;
        if (clock.GetUtcNow() >= ticket.ExpiresAt) return null;
        var token = ticket.ToToken();
        return new LiveSession(record, ticket, token, await revocations.StandingNowAsync(token.Marks, cancellationToken));
    }

    public ValueTask EndAsync(ReadOnlyMemory<byte> id, CancellationToken cancellationToken) => store.EndAsync(id, clock.GetUtcNow(), cancellationToken);

    public ValueTask<int> EndAllAsync(ActorId person, CancellationToken cancellationToken) => store.EndAllAsync(person, clock.GetUtcNow(), cancellationToken);

    private async ValueTask<byte[]> SealAsync(byte[] id, SessionTicket ticket, CancellationToken cancellationToken)
    {
        using var lease = await keyRings.LeaseAsync(TenantId.Operator, default, cancellationToken);
        var plaintext = JsonSerializer.SerializeToUtf8Bytes(ticket);
        var sealedTicket = OperatorSeal.Seal(lease.Ring.Audit, PurposeOf(id), plaintext);
        CryptographicOperations.ZeroMemory(plaintext);
        return sealedTicket;
    }

    private async ValueTask<SessionTicket?> OpenAsync(byte[] id, ReadOnlyMemory<byte> sealedTicket, CancellationToken cancellationToken)
    {
        using var lease = await keyRings.LeaseAsync(TenantId.Operator, default, cancellationToken);
        if (OperatorSeal.Open(lease.Ring.Audit, PurposeOf(id), sealedTicket.Span) is not { } plaintext) return null;
        var ticket = JsonSerializer.Deserialize<SessionTicket>(plaintext);
        CryptographicOperations.ZeroMemory(plaintext);
        return ticket;
    }

    // The id is in it, so that no ticket can be moved to another session.
    private static string PurposeOf(byte[] id) => "login session " + Convert.ToHexStringLower(id);
}

/// <summary>A session that was found.</summary>
/// <param name="Record">As it is stored.</param>
/// <param name="Ticket">What it knows.</param>
/// <param name="Token">Who it is.</param>
/// <param name="Standing">Whether its login was revoked.</param>
internal sealed record LiveSession(LoginSessionRecord Record, SessionTicket Ticket, VerifiedToken Token, LoginStanding Standing)
{
    /// <summary>Names the type only: it holds a token.</summary>
    public override string ToString() => nameof(LiveSession);
}
