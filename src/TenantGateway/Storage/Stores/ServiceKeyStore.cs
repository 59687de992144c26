using System.Globalization;
using TenantGateway.Core.Keys;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>The gateway's own keys, as they were signed.</summary>
internal sealed class ServiceKeyStore(Database database) : IServiceKeyStore
{
    public async ValueTask<IReadOnlyList<ServiceKeyRecord>> ListAsync(string purpose, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<Row>(
            """
            SELECT key_id AS keyId, purpose, kek_id AS kekId, wrapped_key AS wrappedKey, public_key AS publicKey, created_at AS createdAt, signature
            FROM service_keys WHERE purpose = @purpose ORDER BY created_at, key_id
            """,
            new { purpose },
            cancellationToken);
        return [.. rows.Select(row => row.ToRecord())];
    }

    public async ValueTask AddAsync(ServiceKeyRecord key, CancellationToken cancellationToken) => await database.ChangeAsync(
        """
        INSERT INTO service_keys (key_id, purpose, kek_id, wrapped_key, public_key, created_at, signature)
        VALUES (@KeyId, @Purpose, @KekId, @WrappedKey, @PublicKey, @CreatedAt, @Signature)
        ON CONFLICT (key_id) DO NOTHING
        """,
        Row.Of(key),
        cancellationToken);

    private sealed record Row(string KeyId, string Purpose, string KekId, byte[] WrappedKey, byte[] PublicKey, string CreatedAt, byte[] Signature)
    {
        internal static Row Of(ServiceKeyRecord key) => new(
            key.KeyId,
            key.Purpose,
            key.KekId,
            key.WrappedKey.ToArray(),
            key.PublicKey.ToArray(),
            key.CreatedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            key.Signature.ToArray());

        internal ServiceKeyRecord ToRecord() => new()
        {
            KeyId = KeyId,
            Purpose = Purpose,
            KekId = KekId,
            WrappedKey = WrappedKey,
            PublicKey = PublicKey,
            CreatedAt = DateTimeOffset.Parse(CreatedAt, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            Signature = Signature,
        };
    }
}
