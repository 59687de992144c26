using TenantGateway.Core.Keys;

namespace TenantGateway.Tests.Protection;

/// <summary>Remembers every call.</summary>
internal sealed class FakeSightings : ITokenSightings
{
    public List<(KeyId Generation, int Tokens)> Calls { get; } = [];

    public void Saw(KeyId generation, int tokens) => Calls.Add((generation, tokens));
}
