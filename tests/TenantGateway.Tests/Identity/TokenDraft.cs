using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TenantGateway.Tests.Identity;

/// <summary>A token before it is signed: every part of it can be bent.</summary>
internal sealed class TokenDraft
{
    public required JsonObject Header { get; init; }

    public required JsonObject Payload { get; init; }

    public required TestKey Key { get; set; }

    /// <summary>Changes the text of the header, for what no object can express.</summary>
    public Func<string, string> HeaderText { get; set; } = text => text;

    /// <inheritdoc cref="HeaderText"/>
    public Func<string, string> PayloadText { get; set; } = text => text;

    public HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

    public RSASignaturePadding Padding { get; set; } = RSASignaturePadding.Pkcs1;

    public string Sign() => Sign(Encoding.UTF8.GetBytes(HeaderText(Header.ToJsonString())), Encoding.UTF8.GetBytes(PayloadText(Payload.ToJsonString())));

    public string Sign(byte[] header, byte[] payload)
    {
        var content = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{content}.{Base64Url.EncodeToString(Key.Rsa.SignData(Encoding.ASCII.GetBytes(content), Hash, Padding))}";
    }
}
