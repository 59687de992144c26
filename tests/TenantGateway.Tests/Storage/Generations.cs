using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tests.Storage;

/// <summary>Records for tests of the stores, which do not care whether they verify.</summary>
internal static class Generations
{
    internal static GenerationRecord Unsigned(string tenant, uint keyId, KeyLine line = KeyLine.Data, int number = 1, GenerationState state = GenerationState.Primary) => new()
    {
        Tenant = TenantId.Parse(tenant), KeyId = KeyId.FromBits(keyId), Line = line, Number = number, State = state, Epoch = 7,
        KekId = "local:kek-" + tenant + "/1", WrappedKey = new byte[] { 1, 2, 3 }, Signature = new byte[64],
    };
}
