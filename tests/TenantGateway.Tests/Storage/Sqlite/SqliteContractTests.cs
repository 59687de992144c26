using TenantGateway.Storage.Databases;
using TenantGateway.Tests.Storage.Contracts;

namespace TenantGateway.Tests.Storage.Sqlite;

public sealed class SqliteContractTests : DatabaseContract
{
    internal override IEnumerable<string> Migrations => new MigrationScripts("Sqlite").Names;

    internal override Task<TestStorage> CreateStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());

    internal override Task<TestStorage> CreateEmptyStorageAsync() => Task.FromResult<TestStorage>(new SqliteStorage());
}
