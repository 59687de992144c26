using System.Text.Json;
using TenantGateway.KeyVault;

var named = new Dictionary<string, string>();
for (var i = 0; i + 1 < args.Length; i += 2) named[args[i].TrimStart('-')] = args[i + 1];
await using var server = await VaultServer.StartAsync(new VaultServerOptions
{
    Directory = named.GetValueOrDefault("directory"),
    Port = int.Parse(named.GetValueOrDefault("port", "0")),
    LoginPort = int.Parse(named.GetValueOrDefault("login-port", "0")),
    ControlPort = int.Parse(named.GetValueOrDefault("control-port", "0")),
});
Console.WriteLine(JsonSerializer.Serialize(new
{
    vault = server.Address.GetLeftPart(UriPartial.Authority),
    login = server.LoginAddress.AbsoluteUri,
    control = server.ControlAddress?.GetLeftPart(UriPartial.Authority),
    caFile = server.CaFile,
    tokenFile = server.TokenFile,
    directoryId = server.DirectoryId,
    clientId = VaultServer.ClientId,
}));
// Ends with whoever started it.
while (await Console.In.ReadLineAsync() is not null)
{
}
