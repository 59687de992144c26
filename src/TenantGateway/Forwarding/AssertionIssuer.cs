using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Caching;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Forwarding;

/// <summary>
/// Issues the assertion by which a service knows who acts: a compact JWS (RFC 7515) with a type of its own, so that nothing takes it for an access
/// token, one audience (the cluster) and 60 s to live. One is used for 30 s per actor and audience.
/// </summary>
internal sealed class AssertionIssuer(AssertionKeys keys, IOptions<ForwardingOptions> options, TimeProvider time)
{
    public const string TokenType = "tg-assertion+jwt";

    private const int LifetimeSeconds = 60;
    private const int ReuseSeconds = 30;
    private const int MaxCached = 20_000;

    private readonly HalvedCache<(TenantId Tenant, ActorId Actor, string Audience, OrganizationReference? Organization), Issued> _issued = new(MaxCached);

    /// <param name="actor">Who acts.</param>
    /// <param name="audience">The cluster.</param>
    /// <param name="organization">The organization, where the service is to know it.</param>
    public string Issue(Actor actor, string audience, OrganizationReference? organization = null)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var use = (actor.Tenant, actor.Id, audience, organization);
        if (_issued.TryGet(use, out var issued) && now - issued.At is >= 0 and < ReuseSeconds) return issued.Token;
        var token = Create(actor, audience, organization, now);
        _issued.Set(use, new Issued(token, now));
        return token;
    }

    private string Create(Actor actor, string audience, OrganizationReference? organization, long now)
    {
        var key = keys.Current;
        var input = $"{Encode(json => WriteHeader(json, key.KeyId))}.{Encode(json => WritePayload(json, actor, audience, organization, now))}";
        return $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static void WriteHeader(Utf8JsonWriter json, string keyId)
    {
        json.WriteString("alg", "ES256");
        json.WriteString("typ", TokenType);
        json.WriteString("kid", keyId);
    }

    private void WritePayload(Utf8JsonWriter json, Actor actor, string audience, OrganizationReference? organization, long now)
    {
        json.WriteString("iss", options.Value.AssertionIssuer);
        json.WriteString("aud", audience);
        json.WriteString("sub", actor.Id.Value);
        json.WriteString("tenant", actor.Tenant.Value);
        if (organization is { } known) json.WriteString("organization", known.Value);
        if (actor.Kind != ActorKind.Person) json.WriteString("actor_type", actor.Kind.Word());
        json.WriteNumber("iat", now);
        json.WriteNumber("exp", now + LifetimeSeconds);
    }

    private static string Encode(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.ToArray());
    }

    private sealed record Issued(string Token, long At);
}
