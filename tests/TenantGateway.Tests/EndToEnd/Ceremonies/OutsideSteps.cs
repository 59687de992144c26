using System.Globalization;
using Microsoft.Data.Sqlite;
using TenantGateway.KeyVault;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.EndToEnd.Ceremonies;

/// <summary>What is done outside of the gateway: in Azure, which the vaults on loopback stand in for, in Kubernetes, for which the process does, and with files. A line that is not known here fails.</summary>
internal sealed class OutsideSteps(CeremonyWorld world)
{
    public Task DoAsync(List<string> words, string listedKeys) => words switch
    {
        ["az", "keyvault", "key", "list-versions", .., "xargs", "-n", "1", "az", "keyvault", "key", "set-attributes", "--enabled", var enabled, "--id"] => Do(() => VaultOf(words).SetEnabled(Option(words, "--name"), bool.Parse(enabled))),
        ["az", "keyvault", "key", "list-versions", ..] => Do(() => Assert.Contains(VaultOf(words).NewestVersion(Option(words, "--name")), listedKeys, StringComparison.Ordinal)),
        ["az", "keyvault", "key", "list-deleted", ..] => Do(() => Assert.Contains("kek-globex", VaultOf(words).DeletedKeys)),
        ["az", "keyvault", "key", "create", ..] => Do(() => VaultOf(words).CreateKey(Option(words, "--name"), new Dictionary<string, string>([Pair(Option(words, "--tags"))]))),
        ["az", "keyvault", "key", "delete", ..] => Do(() => VaultOf(words).DeleteKey(Option(words, "--name"))),
        ["az", "keyvault", "key", "recover", ..] => Do(() => VaultOf(words).RecoverKey(Option(words, "--name"))),
        ["az", "role", "assignment", "create", "--role", "Key Vault Crypto Service Encryption User", ..] => Do(() => world.Customers.Permit(VaultServer.ClientId, ["get", "wrapKey", "unwrapKey"])),
        ["kubectl", "scale", "deployment", "gateway-tenant-gateway", "--replicas", var replicas] => replicas == "0" ? world.StopGatewayAsync() : world.StartGatewayAsync(),
        ["sqlite3", var file, var statement] => ExecuteAsync(file, statement),
        ["mv" or "install", ..] => RunAsync(words),
        ["#", var days, "days", "later"] => world.PassDaysAsync(int.Parse(days, CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException("Nobody does this: " + string.Join(' ', words)),
    };

    private VaultServer VaultOf(List<string> words) => Option(words, "--vault-name") switch
    {
        "contoso-keys" => world.Vault,
        "acme-keys" => world.Customers,
        var other => throw new NotSupportedException($"There is no vault {other}."),
    };

    private static string Option(List<string> words, string name) => words[words.IndexOf(name) + 1];

    private static KeyValuePair<string, string> Pair(string tag) => new(tag.Split('=')[0], tag.Split('=')[1]);

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static async Task ExecuteAsync(string file, string statement)
    {
        await using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task RunAsync(IEnumerable<string> words)
    {
        await using var program = ChildProgram.Start(words);
        Assert.True(await program.ExitAsync() == 0, program.Error);
    }
}
