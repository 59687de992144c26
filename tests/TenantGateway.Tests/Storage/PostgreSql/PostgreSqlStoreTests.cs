using TenantGateway.Tests.Storage.Contracts;

namespace TenantGateway.Tests.Storage.PostgreSql;

public sealed class PostgreSqlAuditStoreTests : AuditStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlKeyStoresTests : KeyStoresContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlStateVersionTests : StateVersionContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlTenantLivesTests : TenantLivesContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlTenantStoreTests : TenantStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlOperationStoreTests : OperationStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlConversionStoreTests : ConversionStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlVaultDeclarationStoreTests : VaultDeclarationStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlRevocationStoreTests : RevocationStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlAuditTakeoverTests : AuditTakeoverContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlLoginSessionStoreTests : LoginSessionStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlSignedLogTests : SignedLogContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlRetentionTests : RetentionContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlAuditIndexTests : AuditIndexContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlDeliveryStoreTests : DeliveryStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlSessionActivityStoreTests : SessionActivityStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlAlarmStoreTests : AlarmStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}

public sealed class PostgreSqlCoverageStoreTests : CoverageStoreContract
{
    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();
}
