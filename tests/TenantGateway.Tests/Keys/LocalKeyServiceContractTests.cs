using TenantGateway.Core.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Keys;

public sealed class LocalKeyServiceContractTests : KeyServiceContract, IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LocalKeyEncryptionService _service;

    public LocalKeyServiceContractTests() => _service = LocalKeyEncryptionService.Open(_directory["keys"]);

    internal override IKeyEncryptionService Service => _service;

    internal override IKekLifecycle Keks => _service;

    internal override string UnknownKekId => "local:kek-acme/7";

    public void Dispose()
    {
        _service.Dispose();
        _directory.Dispose();
    }
}
