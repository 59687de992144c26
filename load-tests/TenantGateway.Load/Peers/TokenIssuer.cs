namespace TenantGateway.Load.Peers;

/// <summary>Whose tokens a peer takes.</summary>
/// <param name="Name">The exact <c>iss</c>.</param>
/// <param name="Audience">The exact <c>aud</c>.</param>
/// <param name="KeyId">Of its key.</param>
/// <param name="KeyFile">The public key, as PEM.</param>
internal sealed record TokenIssuer(string Name, string Audience, string KeyId, string KeyFile)
{
    /// <summary>As arguments of a mode of this program.</summary>
    public string[] Arguments => [Name, Audience, KeyId, KeyFile];

    public static TokenIssuer Parse(string[] arguments) => arguments is [var name, var audience, var keyId, var keyFile]
        ? new TokenIssuer(name, audience, keyId, keyFile)
        : throw new ArgumentException("An issuer is a name, an audience, the id of a key and a file.", nameof(arguments));
}
