using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Keys;

namespace TenantGateway.Tests.Diagnostics;

/// <summary>What is refused of changes of keys.</summary>
internal static partial class Provocations
{
    private static IEnumerable<Provocation> Keys() =>
    [
        new(Reasons.UnknownGeneration, Trace.Recorded, p => AskAsync(p, HttpMethod.Post, "keys/disable", """{"generation":"aaaaaa"}""")) { Tenant = "operator" },
        new(Reasons.GenerationStateConflict, Trace.Recorded, async p =>
        {
            var primary = (await RecordsAsync(p, "acme")).First(record => record is { Line: KeyLine.Data, State: GenerationState.Primary });
            return await AskAsync(p, HttpMethod.Post, "keys/disable", $$"""{"generation":"{{primary.KeyId}}"}""");
        }) { Tenant = "operator" },
        new(Reasons.KekOfCustomer, Trace.Recorded, async p =>
        {
            await HoldAGenerationInAVaultAsync(p, "globex");
            return await AskAsync(p, HttpMethod.Post, "keys/rotate-kek", tenant: "globex");
        }) { Tenant = "operator" },
        new(Reasons.ChangedMeanwhile, Trace.Recorded, async p =>
        {
            var store = p.World.Gateway.Services.GetRequiredService<ContendedGenerations>();
            store.IsContended = true;
            try
            {
                return await AskAsync(p, HttpMethod.Post, "keys/rotate");
            }
            finally
            {
                store.IsContended = false;
            }
        }) { Tenant = "operator" },
    ];

    /// <summary>Puts a generation that nobody reads under a key-encryption key of the tenant's own.</summary>
    private static async Task HoldAGenerationInAVaultAsync(Provoker p, string tenant)
    {
        var services = p.World.Gateway.Services;
        var own = (await RecordsAsync(p, tenant)).First(record => record.Line == KeyLine.Data);
        var held = own with { KeyId = KeyId.FromBits(77), Number = 77, State = GenerationState.Disabled, Epoch = 1, KekId = $"https://{Provoker.Planted}.vault.invalid/keys/kek/1" };
        await services.GetRequiredService<IGenerationStore>().AddAsync([await services.GetRequiredService<GenerationSigner>().SignAsync(held, CancellationToken.None)], CancellationToken.None);
    }

    private static async Task<IEnumerable<GenerationRecord>> RecordsAsync(Provoker p, string tenant) =>
        (await p.World.Gateway.Services.GetRequiredService<IGenerationStore>().ListAsync(CancellationToken.None)).Where(record => record.Tenant == TenantId.Parse(tenant));
}

/// <summary>The gateway's own store of generations, where somebody else is faster each time if a test says so.</summary>
internal sealed class ContendedGenerations(IGenerationStore inner) : IGenerationStore
{
    public bool IsContended { get; set; }

    public ValueTask<IReadOnlyList<GenerationRecord>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask AddAsync(IReadOnlyList<GenerationRecord> generations, CancellationToken cancellationToken) => inner.AddAsync(generations, cancellationToken);

    public ValueTask<bool> TryChangeAsync(IReadOnlyList<GenerationRecord> changed, CancellationToken cancellationToken) =>
        IsContended ? ValueTask.FromResult(false) : inner.TryChangeAsync(changed, cancellationToken);
}
