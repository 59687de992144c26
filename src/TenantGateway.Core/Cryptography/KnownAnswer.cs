namespace TenantGateway.Core.Cryptography;

/// <summary>One sealed text whose bytes are known, all in hexadecimal.</summary>
internal sealed record KnownAnswer(string Primitive, string Key, string[] AssociatedData, string Plaintext, string Sealed)
{
    // RFC 5297 publishes 32-byte keys only. The third is the input of A.2 under a 64-byte key, the size in use; its answer is OpenSSL's AES-256-SIV.
    public static IReadOnlyList<KnownAnswer> OfAesSiv { get; } =
    [
        new(
            "AES-SIV (RFC 5297 A.1)",
            "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
            ["101112131415161718191a1b1c1d1e1f2021222324252627"],
            "112233445566778899aabbccddee",
            "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c"),
        new(
            "AES-SIV (RFC 5297 A.2)",
            "7f7e7d7c7b7a79787776757473727170404142434445464748494a4b4c4d4e4f",
            [
                "00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100",
                "102030405060708090a0",
                "09f911029d74e35bd84156c5635688c0",
            ],
            "7468697320697320736f6d6520706c61696e7465787420746f20656e6372797074207573696e67205349562d414553",
            "7bdb6e3b432667eb06f4d14bff2fbd0fcb900f2fddbe404326601965c889bf17dba77ceb094fa663b7a3f748ba8af829ea64ad544a272e9c485b62a3fd5c0d"),
        new(
            "AES-SIV (64-byte key)",
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f",
            [
                "00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100",
                "102030405060708090a0",
                "09f911029d74e35bd84156c5635688c0",
            ],
            "7468697320697320736f6d6520706c61696e7465787420746f20656e6372797074207573696e67205349562d414553",
            "496225fd6411bfadca06bc6a2b8a01e4fec0526bdb17e01f8b12ddfc92d678ad9e25bd2663991f555697b41eda3e3d4f3c5081642fa480b790d825d11ae926"),
    ];
}
