using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TenantGateway.Authentication;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Authentication;

/// <summary>One row for each way in which a token can be wrong: signed with the issuer's true key wherever that is what tempts.</summary>
internal static class ForgedTokens
{
    private static readonly (string Name, TokenDefect Defect, Func<TokenDraft, string> Forge)[] Rows =
    [
        // :: The compact serialization
        ("empty token", TokenDefect.NotBearer, _ => ""),
        ("too long", TokenDefect.TooLong, Payload("filler", new string('x', 13_000))),
        ("one part", TokenDefect.NotThreeParts, token => token.Sign().Replace(".", "", StringComparison.Ordinal)),
        ("two parts", TokenDefect.NotThreeParts, token => token.Sign()[..token.Sign().LastIndexOf('.')]),
        ("four parts", TokenDefect.NotThreeParts, token => token.Sign() + ".AAAA"),
        ("five parts, a JWE", TokenDefect.Encrypted, _ => "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.AAAA.AAAA.AAAA.AAAA"),
        ("no signature", TokenDefect.NotCanonicalBase64Url, token => token.Sign()[..(token.Sign().LastIndexOf('.') + 1)]),
        ("no header", TokenDefect.NotCanonicalBase64Url, token => token.Sign()[token.Sign().IndexOf('.')..]),
        ("padded signature", TokenDefect.NotCanonicalBase64Url, token => token.Sign() + "=="),
        ("padded payload", TokenDefect.NotCanonicalBase64Url, token => Part(token.Sign(), 1, part => part + "=")),
        ("standard alphabet", TokenDefect.NotCanonicalBase64Url, token => Part(token.Sign(), 2, part => "+/" + part[2..])),
        ("white space inside", TokenDefect.NotCanonicalBase64Url, token => Part(token.Sign(), 1, part => part[..8] + " " + part[8..])),
        ("stray bits at the end", TokenDefect.NotCanonicalBase64Url, token => Part(token.Sign(), 2, part => part[..^1] + (part[^1] == 'A' ? 'B' : (char)(part[^1] + 1)))),
        ("impossible length", TokenDefect.NotCanonicalBase64Url, token => Part(token.Sign(), 2, part => part[..^1])),
        ("trailing space", TokenDefect.NotCanonicalBase64Url, token => " " + token.Sign()),

        // :: JSON
        ("header not UTF-8", TokenDefect.NotUtf8, token => token.Sign([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], "{}"u8.ToArray())),
        ("payload not UTF-8", TokenDefect.NotUtf8, token => token.Sign(Bytes(token.Header), [0x7B, 0x22, 0xC0, 0x80, 0x22, 0x3A, 0x31, 0x7D])),
        ("header an array", TokenDefect.NotAnObject, HeaderText(_ => "[]")),
        ("payload a string", TokenDefect.NotAnObject, PayloadText(_ => "\"a\"")),
        ("payload not JSON", TokenDefect.NotJson, PayloadText(_ => "{")),
        ("payload with a comment", TokenDefect.NotJson, PayloadText(text => text[..^1] + "/**/}")),
        ("payload with a trailing comma", TokenDefect.NotJson, PayloadText(text => text[..^1] + ",}")),
        ("payload with a second object", TokenDefect.NotJson, PayloadText(text => text + "{}")),
        ("payload with a byte order mark", TokenDefect.NotJson, PayloadText(text => "\uFEFF" + text)),
        ("payload too deep", TokenDefect.NotJson, PayloadText(text => $"{text[..^1]},\"deep\":{new string('[', 40)}{new string(']', 40)}}}")),
        ("lone surrogate", TokenDefect.NotJson, PayloadText(text => text.Replace("auth0|alice", "\\uD800", StringComparison.Ordinal))),
        ("lone surrogate in a name", TokenDefect.NotJson, PayloadText(text => text[..^1] + ",\"\\uDC00\":1}")),
        ("too many names", TokenDefect.TooManyNames, PayloadText(text => text[..^1] + string.Concat(Enumerable.Range(0, 70).Select(i => $",\"n{i}\":1")) + "}")),
        ("organization twice", TokenDefect.DuplicateName, PayloadText(text => text[..^1] + ",\"org_id\":\"org_globex\"}")),
        ("organization twice, escaped", TokenDefect.DuplicateName, PayloadText(text => text[..^1] + ",\"org\\u005fid\":\"org_globex\"}")),
        ("unused name twice", TokenDefect.DuplicateName, PayloadText(text => text[..^1] + ",\"x\":1,\"\\u0078\":2}")),
        ("algorithm twice", TokenDefect.DuplicateName, HeaderText(text => text[..^1] + ",\"alg\":\"RS256\"}")),
        ("key id twice, escaped", TokenDefect.DuplicateName, HeaderText(text => text[..^1] + ",\"\\u006bid\":\"key-1\"}")),

        // :: The JOSE header
        ("unknown critical extension", TokenDefect.CriticalExtension, Header("crit", new JsonArray("exp"))),
        ("empty critical list", TokenDefect.CriticalExtension, Header("crit", new JsonArray())),
        ("critical b64", TokenDefect.CriticalExtension, Header(("crit", new JsonArray("b64")), ("b64", false))),
        ("b64 false", TokenDefect.UnencodedPayload, Header("b64", false)),
        ("b64 true", TokenDefect.UnencodedPayload, Header("b64", true)),
        ("enc in three parts", TokenDefect.Encrypted, Header("enc", "A256GCM")),
        ("compressed", TokenDefect.Encrypted, Header("zip", "DEF")),
        ("nested token", TokenDefect.NestedToken, Header("cty", "JWT")),
        ("own key as jwk", TokenDefect.EmbeddedKey, token => Header("jwk", token.Key.ToJwk())(token)),
        ("own key by jku", TokenDefect.EmbeddedKey, Header("jku", "https://evil.example/keys")),
        ("own key by x5u", TokenDefect.EmbeddedKey, Header("x5u", "https://evil.example/cert")),
        ("own key as x5c", TokenDefect.EmbeddedKey, Header("x5c", new JsonArray("MIIB"))),
        ("algorithm none", TokenDefect.AlgorithmNotAllowed, Header("alg", "none")),
        ("algorithm missing", TokenDefect.AlgorithmNotAllowed, Header("alg", null)),
        ("algorithm a number", TokenDefect.AlgorithmNotAllowed, Header("alg", 256)),
        ("algorithm in other case", TokenDefect.AlgorithmNotAllowed, Header("alg", "rs256")),
        ("HS256 under the public key", TokenDefect.AlgorithmNotAllowed, SignedWithPublicKey),
        ("PS256 by the true key", TokenDefect.AlgorithmNotAllowed, Signed("PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
        ("RS512 by the true key", TokenDefect.AlgorithmNotAllowed, Signed("RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)),
        ("type missing", TokenDefect.TypeNotAllowed, Header("typ", null)),
        ("type JWT, an identity token", TokenDefect.TypeNotAllowed, Header("typ", "JWT")),
        ("type of a logout token", TokenDefect.TypeNotAllowed, Header("typ", "logout+jwt")),
        ("type in other case", TokenDefect.TypeNotAllowed, Header("typ", "AT+JWT")),
        ("type a list", TokenDefect.TypeNotAllowed, Header("typ", new JsonArray("at+jwt"))),
        ("the gateway's own assertion type", TokenDefect.TypeNotAllowed, Header("typ", "tgw-assertion+jwt")),
        ("key id missing", TokenDefect.KeyIdMissing, Header("kid", null)),
        ("key id empty", TokenDefect.KeyIdMissing, Header("kid", "")),
        ("key id a number", TokenDefect.KeyIdMissing, Header("kid", 1)),

        // :: The claims
        ("issuer missing", TokenDefect.IssuerMissing, Payload("iss", null)),
        ("issuer a list", TokenDefect.IssuerMissing, token => Payload("iss", new JsonArray((string?)token.Payload["iss"]))(token)),
        ("issuer unknown", TokenDefect.IssuerUnknown, Payload("iss", "https://evil.example/")),
        ("issuer without its slash", TokenDefect.IssuerUnknown, token => Payload("iss", ((string?)token.Payload["iss"])?.TrimEnd('/'))(token)),
        ("issuer in other case", TokenDefect.IssuerUnknown, token => Payload("iss", ((string?)token.Payload["iss"])?.ToUpperInvariant())(token)),
        ("the gateway's own assertion", TokenDefect.IssuerUnknown, token =>
        {
            token.Header["typ"] = "tgw-assertion+jwt";
            return Payload("iss", "tenant-gateway")(token);
        }),
        ("proof of possession", TokenDefect.ProofOfPossessionRequired, Payload("cnf", new JsonObject { ["jkt"] = "x" })),
        ("subject missing", TokenDefect.SubjectMissing, Payload("sub", null)),
        ("subject empty", TokenDefect.SubjectMissing, Payload("sub", "")),
        ("subject a number", TokenDefect.SubjectMissing, Payload("sub", 7)),
        ("subject null", TokenDefect.SubjectMissing, PayloadText(text => text.Replace("\"auth0|alice\"", "null", StringComparison.Ordinal))),
        ("subject too long", TokenDefect.SubjectMissing, Payload("sub", new string('a', 256))),
        ("organization missing", TokenDefect.OrganizationMissing, Payload("org_id", null)),
        ("organization empty", TokenDefect.OrganizationMissing, Payload("org_id", "")),
        ("organization a list", TokenDefect.OrganizationMissing, Payload("org_id", new JsonArray("org_acme"))),
        ("organization an object", TokenDefect.OrganizationMissing, Payload("org_id", new JsonObject { ["id"] = "org_acme" })),
        ("organization by name only", TokenDefect.OrganizationMissing, token =>
        {
            token.Payload["org_name"] = "acme";
            return Payload("org_id", null)(token);
        }),
        ("audience missing", TokenDefect.AudienceMismatch, Payload("aud", null)),
        ("audience of another", TokenDefect.AudienceMismatch, Payload("aud", "https://other.example")),
        ("audience of the admin plane", TokenDefect.AudienceMismatch, Payload("aud", TestIssuer.AdminAudience)),
        ("audience and another", TokenDefect.AudienceMismatch, Payload("aud", new JsonArray(TestIssuer.DataAudience, "https://other.example"))),
        ("audience twice", TokenDefect.AudienceMismatch, Payload("aud", new JsonArray(TestIssuer.DataAudience, TestIssuer.DataAudience))),
        ("audience with a slash more", TokenDefect.AudienceMismatch, Payload("aud", TestIssuer.DataAudience + "/")),
        ("audience list empty", TokenDefect.AudienceMismatch, Payload("aud", new JsonArray())),
        ("issued-at missing", TokenDefect.IssuedAtMissing, Payload("iat", null)),
        ("issued-at a string", TokenDefect.IssuedAtMissing, Payload("iat", "1772366400")),
        ("expiry missing", TokenDefect.ExpiryMissing, Payload("exp", null)),
        ("expiry a fraction", TokenDefect.ExpiryMissing, token => Payload("exp", (long?)token.Payload["exp"] + 0.5)(token)),
        ("expiry beyond every calendar", TokenDefect.ExpiryMissing, Payload("exp", 1e300)),
        ("expiry negative", TokenDefect.ExpiryMissing, Payload("exp", -1)),
        ("expired", TokenDefect.Expired, Shifted("exp", -3600 - 30)),
        ("issued in the future", TokenDefect.IssuedInFuture, Shifted("iat", 60 + 31)),
        ("not yet valid", TokenDefect.NotYetValid, token => Payload("nbf", (long?)token.Payload["iat"] + 60 + 31)(token)),
        ("not-before a string", TokenDefect.NotBeforeMalformed, Payload("nbf", "now")),
        ("lifetime of ten years", TokenDefect.LifetimeTooLong, Shifted("exp", 315_360_000)),
        ("lifetime a second over the cap", TokenDefect.LifetimeTooLong, Shifted("exp", 86_400 - 3660 + 1)),
        ("roles an object", TokenDefect.ClaimMalformed, Payload("roles", new JsonObject())),
        ("roles with a number", TokenDefect.ClaimMalformed, Payload("roles", new JsonArray("agent", 1))),
        ("methods a number", TokenDefect.ClaimMalformed, Payload("amr", 1)),
        ("login time a string", TokenDefect.ClaimMalformed, Payload("auth_time", "1772366400")),
        ("connection strategy a list", TokenDefect.ClaimMalformed, Payload("connection_strategy", new JsonArray("samlp"))),

        // :: The key and the signature
        ("key id unknown", TokenDefect.KeyUnknown, Header("kid", "key-2")),
        ("key id in other case", TokenDefect.KeyUnknown, Header("kid", "KEY-1")),
        ("signature of another token", TokenDefect.SignatureInvalid, token =>
        {
            var signature = token.Sign().Split('.')[2];
            token.Payload["sub"] = "auth0|admin";
            return Part(token.Sign(), 2, _ => signature);
        }),
        ("signature by a stranger", TokenDefect.SignatureInvalid, token =>
        {
            using var stranger = new TestKey(token.Key.Id);
            token.Key = stranger;
            return token.Sign();
        }),
        ("signature of zeros", TokenDefect.SignatureInvalid, token => Part(token.Sign(), 2, part => new string('A', part.Length))),
        ("signature one byte", TokenDefect.SignatureInvalid, token => Part(token.Sign(), 2, _ => "AA")),
        ("signature by other padding", TokenDefect.SignatureInvalid, Signed("RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss)),
    ];

    public static IReadOnlyDictionary<string, (TokenDefect Defect, Func<TokenDraft, string> Forge)> All { get; } =
        Rows.ToFrozenDictionary(row => row.Name, row => (row.Defect, row.Forge));

    private static Func<TokenDraft, string> Header(string name, JsonNode? value) => Header((name, value));

    private static Func<TokenDraft, string> Header(params (string Name, JsonNode? Value)[] changes) => token => Changed(token, token.Header, changes);

    private static Func<TokenDraft, string> Payload(string name, JsonNode? value) => token => Changed(token, token.Payload, [(name, value)]);

    private static Func<TokenDraft, string> Shifted(string name, long seconds) => token => Payload(name, (long?)token.Payload[name] + seconds)(token);

    private static string Changed(TokenDraft token, JsonObject part, (string Name, JsonNode? Value)[] changes)
    {
        foreach (var (name, value) in changes)
        {
            part.Remove(name);
            if (value is not null) part[name] = value.DeepClone();
        }

        return token.Sign();
    }

    private static Func<TokenDraft, string> HeaderText(Func<string, string> change) => token =>
    {
        token.HeaderText = change;
        return token.Sign();
    };

    private static Func<TokenDraft, string> PayloadText(Func<string, string> change) => token =>
    {
        token.PayloadText = change;
        return token.Sign();
    };

    private static Func<TokenDraft, string> Signed(string algorithm, HashAlgorithmName hash, RSASignaturePadding padding) => token =>
    {
        token.Header["alg"] = algorithm;
        token.Hash = hash;
        token.Padding = padding;
        return token.Sign();
    };

    // The classic confusion: the public key is public, so anyone can use it as an HMAC secret.
    private static string SignedWithPublicKey(TokenDraft token)
    {
        token.Header["alg"] = "HS256";
        var content = token.Sign()[..token.Sign().LastIndexOf('.')];
        var mac = HMACSHA256.HashData(Encoding.ASCII.GetBytes(token.Key.Rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(content));
        return $"{content}.{Base64Url.EncodeToString(mac)}";
    }

    private static string Part(string token, int index, Func<string, string> change)
    {
        var parts = token.Split('.');
        parts[index] = change(parts[index]);
        return string.Join('.', parts);
    }

    private static byte[] Bytes(JsonObject part) => Encoding.UTF8.GetBytes(part.ToJsonString());
}
