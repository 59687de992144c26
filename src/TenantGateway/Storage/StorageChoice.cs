using Microsoft.Extensions.Options;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.PostgreSql;
using TenantGateway.Storage.Tombstones;

namespace TenantGateway.Storage;

/// <summary>The state is in one place: a directory or a server is named, and never both, so that nobody takes one for the other.</summary>
internal sealed class StorageChoice(IConfiguration configuration) : IValidateOptions<StorageOptions>
{
    internal static bool IsPostgreSql(IConfiguration configuration) => configuration[$"{PostgreSqlOptions.Section}:{nameof(PostgreSqlOptions.ConnectionStringFile)}"] is { Length: > 0 };

    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        (IsPostgreSql(configuration), string.IsNullOrEmpty(options.Directory)) switch
        {
            (false, true) => ValidateOptionsResult.Fail(
                $"{StorageOptions.Section}:Directory is not set. Name the directory that holds gateway.db, or give {PostgreSqlOptions.Section}:ConnectionStringFile for a state in PostgreSQL."),
            (true, false) => ValidateOptionsResult.Fail($"{StorageOptions.Section}:Directory is set, and the state is in PostgreSQL. Leave it out."),
            (true, true) when string.IsNullOrEmpty(configuration[$"{TombstonesOptions.Section}:{nameof(TombstonesOptions.Directory)}"]) => ValidateOptionsResult.Fail(
                $"{TombstonesOptions.Section}:Directory is not set. With a state in PostgreSQL, name a directory that all replicas share."),
            _ => ValidateOptionsResult.Success,
        };
}
