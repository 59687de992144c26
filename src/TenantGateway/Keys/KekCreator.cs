using TenantGateway.Core.Keys;

namespace TenantGateway.Keys;

/// <summary>The one way in which this process asks for key-encryption keys to be made. Only there in roles that make keys.</summary>
internal sealed class KekCreator(IKekLifecycle keks)
{
    /// <summary>Creates the key of that name, or returns the current version of the existing one.</summary>
    internal ValueTask<string> CreateAsync(string name, CancellationToken cancellationToken) => keks.CreateAsync(name, cancellationToken);
}
