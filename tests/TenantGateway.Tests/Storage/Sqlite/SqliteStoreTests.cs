using TenantGateway.Tests.Storage.Contracts;

namespace TenantGateway.Tests.Storage.Sqlite;

public sealed class SqliteAuditStoreTests : AuditStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteKeyStoresTests : KeyStoresContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteStateVersionTests : StateVersionContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteTenantLivesTests : TenantLivesContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteTenantStoreTests : TenantStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteOperationStoreTests : OperationStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteConversionStoreTests : ConversionStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteVaultDeclarationStoreTests : VaultDeclarationStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteRevocationStoreTests : RevocationStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteAuditTakeoverTests : AuditTakeoverContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteLoginSessionStoreTests : LoginSessionStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteSignedLogTests : SignedLogContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteRetentionTests : RetentionContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteAuditIndexTests : AuditIndexContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteDeliveryStoreTests : DeliveryStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteSessionActivityStoreTests : SessionActivityStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteAlarmStoreTests : AlarmStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}

public sealed class SqliteCoverageStoreTests : CoverageStoreContract
{
    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}
