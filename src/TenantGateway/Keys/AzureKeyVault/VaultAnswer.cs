using System.Buffers.Text;
using System.Text.Json;
using Azure;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>An answer of a vault: its body may hold a key, so it lies in pinned memory of bounded size and is zeroed when disposed.</summary>
internal sealed class VaultAnswer : IDisposable
{
    private readonly PinnedKey _buffer;
    private readonly int _length;

    private VaultAnswer(Response response, PinnedKey buffer, int length) => (Status, Date, _buffer, _length) = (response.Status, response.Headers.Date, buffer, length);

    internal int Status { get; }

    internal DateTimeOffset? Date { get; }

    internal ReadOnlyMemory<byte> Body => _buffer.Memory[.._length];

    /// <exception cref="KeyServiceException">Invalid: the body is longer than <paramref name="maxSize"/>.</exception>
    internal static async Task<VaultAnswer> ReadAsync(Response response, int maxSize, CancellationToken cancellationToken)
    {
        var content = response.ContentStream;
        var buffer = new PinnedKey(content is null ? 0 : maxSize);
        try
        {
            var length = 0;
            while (content is not null)
            {
                var read = length < maxSize ? await content.ReadAsync(buffer.Memory[length..], cancellationToken) : await ProbeEndAsync(content, cancellationToken);
                if (read == 0) break;
                length += read;
                if (length > maxSize) throw new KeyServiceException(KeyServiceFailure.Invalid, $"Key Vault answered {response.Status} with more than {maxSize} bytes.");
            }

            return new VaultAnswer(response, buffer, length);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads the result of a cryptographic operation, <c>{"kid","value"}</c>, without a copy of the value anywhere else.
    /// </summary>
    /// <param name="expected">The version that must have done it.</param>
    /// <param name="destination">Gets the decoded value; left as it is where the answer is refused.</param>
    /// <returns>The number of bytes; negative where the answer is not that of the expected version, or malformed, or its value is too long.</returns>
    internal int ReadResult(VaultKeyId expected, Span<byte> destination)
    {
        string? kid = null;
        var value = ReadOnlySpan<byte>.Empty;
        var reader = new Utf8JsonReader(Body.Span, new JsonReaderOptions { MaxDepth = 16 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return -1;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isKid = reader.ValueTextEquals("kid"u8);
                var isValue = reader.ValueTextEquals("value"u8);
                reader.Read();
                if (isKid || isValue)
                {
                    if (reader.TokenType != JsonTokenType.String || (isKid ? kid is not null : !value.IsEmpty || reader.ValueIsEscaped)) return -1;
                    if (isKid) kid = reader.GetString();
                    else value = reader.ValueSpan;
                }
                else
                {
                    reader.Skip();
                }
            }

            if (reader.TokenType != JsonTokenType.EndObject || reader.Read()) return -1;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for a string that is no UTF-8, or holds half of a surrogate pair.
            return -1;
        }

        return VaultKeyId.TryAccept(kid, expected.Vault, expected.Name, out var id) && id == expected ? Decode(value, destination) : -1;
    }

    public void Dispose() => _buffer.Dispose();

    private static int Decode(ReadOnlySpan<byte> value, Span<byte> destination)
    {
        if (value.IsEmpty || !Base64Url.IsValid(value, out var length) || length == 0 || length > destination.Length) return -1;
        return Base64Url.TryDecodeFromUtf8(value, destination, out var written) ? written : -1;
    }

    private static async Task<int> ProbeEndAsync(Stream content, CancellationToken cancellationToken) => await content.ReadAsync(new byte[1], cancellationToken);
}
