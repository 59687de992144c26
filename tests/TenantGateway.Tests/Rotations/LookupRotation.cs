using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Rotations;

/// <summary>Puts the lookup line of a running gateway's tenant into the states of a rotation at once.</summary>
internal static class LookupRotation
{
    /// <summary>A new generation is primary, and the old one is still searched.</summary>
    public static async Task BeginAsync(GatewayWorld world, string tenant)
    {
        var old = await FindAsync(world, tenant, GenerationState.Primary) ?? throw new InvalidOperationException($"{tenant} has no lookup generation.");
        var key = RandomNumberGenerator.GetBytes(GenerationKey.KeySize);
        var next = old with
        {
            KeyId = KeyId.FromBits(BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4))),
            Number = old.Number + 1,
            Epoch = 1,
            WrappedKey = await Service<IKeyEncryptionService>(world).WrapAsync(old.KekId, key, CancellationToken.None),
        };
        await ChangeAsync(world, old with { State = GenerationState.Searchable, Epoch = old.Epoch + 1 }, next);
    }

    /// <summary>Begins it unless it has begun.</summary>
    public static async Task EnsureAsync(GatewayWorld world, string tenant)
    {
        if (await FindAsync(world, tenant, GenerationState.Searchable) is null) await BeginAsync(world, tenant);
    }

    /// <summary>The old generation is read and not searched.</summary>
    public static async Task EndAsync(GatewayWorld world, string tenant)
    {
        var old = await FindAsync(world, tenant, GenerationState.Searchable) ?? throw new InvalidOperationException($"{tenant} is not in rotation.");
        await ChangeAsync(world, old with { State = GenerationState.Readable, Epoch = old.Epoch + 1 });
    }

    public static async Task<GenerationRecord?> FindAsync(GatewayWorld world, string tenant, GenerationState state) =>
        (await Service<IGenerationStore>(world).ListAsync(CancellationToken.None))
            .SingleOrDefault(record => record.Tenant == TenantId.Parse(tenant) && record.Line == KeyLine.Lookup && record.State == state);

    private static async Task ChangeAsync(GatewayWorld world, params GenerationRecord[] records)
    {
        var changed = new List<GenerationRecord>();
        foreach (var record in records) changed.Add(await Service<GenerationSigner>(world).SignAsync(record, CancellationToken.None));
        Assert.True(await Service<IGenerationStore>(world).TryChangeAsync(changed, CancellationToken.None));
        await Service<KeyRings>(world).ReloadAsync(CancellationToken.None);
    }

    private static T Service<T>(GatewayWorld world)
        where T : notnull => world.Gateway.Services.GetRequiredService<T>();
}
