using TenantGateway.Storage.Databases;
using TenantGateway.Tests.Storage.Contracts;

namespace TenantGateway.Tests.Storage.PostgreSql;

public sealed class PostgreSqlContractTests : DatabaseContract
{
    internal override IEnumerable<string> Migrations => new MigrationScripts("PostgreSql").Names;

    internal override async Task<TestStorage> CreateStorageAsync() => await PostgreSqlStorage.CreateAsync();

    internal override async Task<TestStorage> CreateEmptyStorageAsync() => await PostgreSqlStorage.CreateAsync(isEmpty: true);
}
