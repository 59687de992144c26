using TenantGateway.Core.Buffers;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens;

/// <summary>
/// Seals and opens stored tokens: AES-SIV (RFC 5297) over the padded payload, with the immutable tenant id, the token's header and, where
/// randomised, a nonce as associated data. Nothing that was altered, cut or moved to another tenant opens.
/// </summary>
public static class StoredToken
{
    /// <summary>Appends the token of a payload.</summary>
    /// <param name="key">The data line's key makes a randomised token, the lookup line's a deterministic one.</param>
    /// <param name="payload">At most <see cref="Payload.MaxValueLength"/> bytes of value.</param>
    /// <param name="output">Where the token goes.</param>
    public static void Seal(GenerationKey key, in Payload payload, ByteBuffer output)
    {
        Span<byte> nonce = stackalloc byte[Nonces.Size];
        if (key.Line == KeyLine.Data) Nonces.Next(nonce);
        Seal(key, payload, nonce, output);
    }

    /// <summary>
    /// Appends the token that takes the place of another: the same one whenever it is asked for, so that what was cut off can be done again. A
    /// randomised token stays one of a kind, because the one it replaces was.
    /// </summary>
    /// <param name="key">Of the line of the token that is replaced.</param>
    /// <param name="payload">What that token held.</param>
    /// <param name="replaced">The whole token that is replaced.</param>
    /// <param name="output">Where the token goes.</param>
    public static void SealInPlaceOf(GenerationKey key, in Payload payload, ReadOnlySpan<byte> replaced, ByteBuffer output)
    {
        Span<byte> nonce = stackalloc byte[Nonces.Size];
        if (key.Line == KeyLine.Data)
        {
            // RFC 5297 section 2.4: S2V is a pseudorandom function of the strings that go in. No token is sealed with these: its header has 15 bytes.
            var state = key.TokenState;
            key.Tokens.Absorb(ref state, "nonce of a token in place of another"u8);
            key.Tokens.Absorb(ref state, replaced);
            key.Tokens.Seal(state, [], nonce);
        }

        Seal(key, payload, nonce, output);
    }

    private static void Seal(GenerationKey key, in Payload payload, ReadOnlySpan<byte> nonce, ByteBuffer output)
    {
        var randomised = key.Line == KeyLine.Data;
        var padded = payload.PaddedLength;
        var overhead = randomised ? Nonces.Size + AesSiv.TagSize : AesSiv.TagSize;
        var header = new TokenHeader(randomised ? TokenKind.Randomised : TokenKind.Deterministic, key.KeyId, (padded + overhead) / TokenHeader.BlockSize);
        var token = output.Append(header.TokenLength);
        header.Write(token);

        using var work = Scratch.Rent(padded + header.BodyLength);
        var plaintext = work.Span[..padded];
        var body = work.Span.Slice(padded, header.BodyLength);
        payload.Write(plaintext);
        if (randomised) nonce.CopyTo(body);
        var state = StateFor(key, token[..TokenHeader.Length], randomised ? body[..Nonces.Size] : default);
        key.Tokens.Seal(state, plaintext, randomised ? body[Nonces.Size..] : body);
        TokenBody.Encode(body, token[TokenHeader.Length..]);
    }

    /// <summary>Opens a whole token, or an email shape.</summary>
    /// <param name="key">The key its header names.</param>
    /// <param name="header">Its header.</param>
    /// <param name="token">The whole token.</param>
    /// <param name="opened">Holds the payload afterwards; cleared where the token does not open.</param>
    /// <param name="payload">Lies in <paramref name="opened"/>.</param>
    /// <returns>False where the token is cut, altered, of another tenant or of another kind than its key.</returns>
    public static bool TryOpen(GenerationKey key, in TokenHeader header, ReadOnlySpan<byte> token, ref Scratch opened, out Payload payload)
    {
        payload = default;
        if (header.Kind == TokenKind.EmailShape) return key.Line == KeyLine.Lookup && EmailShape.TryOpen(key.Shapes, token, ref opened, out payload);
        var randomised = header.Kind == TokenKind.Randomised;
        var overhead = randomised ? Nonces.Size + AesSiv.TagSize : AesSiv.TagSize;
        if (key.Line != (randomised ? KeyLine.Data : KeyLine.Lookup) || header.KeyId != key.KeyId || header.Kind == TokenKind.Handle
            || token.Length != header.TokenLength || header.BodyLength <= overhead)
        {
            return false;
        }

        opened.EnsureCapacity(2 * header.BodyLength);
        var body = opened.Span[..header.BodyLength];
        if (!TokenBody.TryDecode(token[TokenHeader.Length..], body)) return false;
        var state = StateFor(key, token[..TokenHeader.Length], randomised ? body[..Nonces.Size] : default);
        var plaintext = opened.Span.Slice(header.BodyLength, header.BodyLength - overhead);
        return key.Tokens.TryOpen(state, randomised ? body[Nonces.Size..] : body, plaintext) && Payload.TryRead(plaintext, out payload);
    }

    private static AesSivState StateFor(GenerationKey key, ReadOnlySpan<byte> header, ReadOnlySpan<byte> nonce)
    {
        var state = key.TokenState;
        key.Tokens.Absorb(ref state, header);
        if (!nonce.IsEmpty) key.Tokens.Absorb(ref state, nonce);
        return state;
    }
}
