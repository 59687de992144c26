using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace TenantGateway.Tests.Identity;

/// <summary>An RSA key of a test issuer.</summary>
internal sealed class TestKey(string id, int bits = 2048) : IDisposable
{
    /// <summary>Three keys of one id for three issuers, made once: making them takes longer than most tests.</summary>
    public static readonly TestKey First = new("key-1");

    /// <inheritdoc cref="First"/>
    public static readonly TestKey Second = new("key-1");

    /// <inheritdoc cref="First"/>
    public static readonly TestKey Third = new("key-1");

    public string Id { get; } = id;

    public RSA Rsa { get; } = RSA.Create(bits);

    /// <summary>The public half as it is published (RFC 7517).</summary>
    public JsonObject ToJwk()
    {
        var parameters = Rsa.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = Id,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }

    /// <summary>Both halves, for an issuer that is to sign with it (RFC 7518, section 6.3.2).</summary>
    public JsonObject ToPrivateJwk()
    {
        var (jwk, parameters) = (ToJwk(), Rsa.ExportParameters(true));
        foreach (var (name, value) in new (string, byte[]?)[] { ("d", parameters.D), ("p", parameters.P), ("q", parameters.Q), ("dp", parameters.DP), ("dq", parameters.DQ), ("qi", parameters.InverseQ) })
            jwk[name] = Base64Url.EncodeToString(value);
        return jwk;
    }

    public void Dispose() => Rsa.Dispose();
}
