using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Core.Tokens;

/// <summary>
/// Seals and opens handles: what a caller who may not see a value gets in its place. Deterministic AES-SIV (RFC 5297) with tenant, header, actor
/// and class as associated data: equal values of one class look alike to one actor, and a handle opens for nobody else and nowhere else.
/// </summary>
public static class HandleToken
{
    /// <summary>Appends the handle of a payload.</summary>
    public static void Seal(GenerationKey key, ActorId actor, in Payload payload, ByteBuffer output)
    {
        var padded = payload.PaddedLength;
        var header = new TokenHeader(TokenKind.Handle, key.KeyId, (padded + AesSiv.TagSize) / TokenHeader.BlockSize);
        var token = output.Append(header.TokenLength);
        header.Write(token);

        using var work = Scratch.Rent(padded + header.BodyLength);
        var plaintext = work.Span[..padded];
        var body = work.Span.Slice(padded, header.BodyLength);
        payload.Write(plaintext);
        key.Handles.Seal(StateFor(key, token[..TokenHeader.Length], actor, payload.Class), plaintext, body);
        TokenBody.Encode(body, token[TokenHeader.Length..]);
    }

    /// <summary>Opens a whole handle for an actor at a place of a class.</summary>
    /// <returns>False where the handle is cut, altered, or was not given to this actor for this class in this tenant.</returns>
    public static bool TryOpen(
        GenerationKey key, ActorId actor, ReadOnlySpan<byte> fieldClass, in TokenHeader header, ReadOnlySpan<byte> token, ref Scratch opened, out Payload payload)
    {
        payload = default;
        if (key.Line != KeyLine.Data || header.KeyId != key.KeyId || header.Kind != TokenKind.Handle
            || token.Length != header.TokenLength || header.BodyLength <= AesSiv.TagSize)
        {
            return false;
        }

        opened.EnsureCapacity(2 * header.BodyLength);
        var body = opened.Span[..header.BodyLength];
        if (!TokenBody.TryDecode(token[TokenHeader.Length..], body)) return false;
        var plaintext = opened.Span.Slice(header.BodyLength, header.BodyLength - AesSiv.TagSize);
        return key.Handles.TryOpen(StateFor(key, token[..TokenHeader.Length], actor, fieldClass), body, plaintext)
            && Payload.TryRead(plaintext, out payload) && payload.Class.SequenceEqual(fieldClass);
    }

    private static AesSivState StateFor(GenerationKey key, ReadOnlySpan<byte> header, ActorId actor, ReadOnlySpan<byte> fieldClass)
    {
        Span<byte> actorBytes = stackalloc byte[64];
        var state = key.HandleState;
        key.Handles.Absorb(ref state, header);
        key.Handles.Absorb(ref state, actorBytes[..Encoding.ASCII.GetBytes(actor.Value, actorBytes)]);
        key.Handles.Absorb(ref state, fieldClass);
        return state;
    }
}
