using System.Text.Json;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Starting;

/// <summary><c>--print-config</c> of the program itself.</summary>
public sealed class PrintedConfigurationTests : IDisposable
{
    private const string Canary = "canary-4f1c7d";

    private readonly SettingHost _settings = new();

    public void Dispose() => _settings.Dispose();

    [Fact]
    public async Task EachSetting_HasItsValueAndItsSource()
    {
        var file = Path.Combine(_settings.Directory, "gateway.json");
        await File.WriteAllTextAsync(file, """{ "Gateway": { "Audit": { "MaxBatch": 100, "QueueLength": 100, "CommitTimeoutSeconds": 3 }, "Hosts": { "Shared": ["gateway.example.com"] } } }""");

        var (code, output, error) = await PrintAsync(
            [("TENANTGATEWAY_CONFIG", file), ("Gateway__Audit__MaxBatch", "200"), ("Gateway__Audit__QueueLength", "200")],
            "--role", "proxy", "--Gateway:Audit:QueueLength=300");

        Assert.Equal((0, ""), (code, error));
        using var printed = JsonDocument.Parse(output);
        Assert.Equal("Production", printed.RootElement.GetProperty("environment").GetString());
        Assert.Equal("""{"value":3,"source":"file FILE"}""".Replace("FILE", file, StringComparison.Ordinal), Of(printed, "Gateway:Audit:CommitTimeoutSeconds"));
        Assert.Equal("""{"value":200,"source":"environment"}""", Of(printed, "Gateway:Audit:MaxBatch"));
        Assert.Equal("""{"value":300,"source":"command line"}""", Of(printed, "Gateway:Audit:QueueLength"));
        Assert.Equal("""{"value":5,"source":"default"}""", Of(printed, "Gateway:Changes:PollSeconds"));
        Assert.Equal("""{"value":false,"source":"default"}""", Of(printed, "Gateway:Issuers:0:DevelopmentOnly"));
        Assert.Equal("""{"value":null,"source":"default"}""", Of(printed, "Gateway:Redis:PasswordFile"));
        Assert.Equal("""{"value":"gateway.example.com","source":"file FILE"}""".Replace("FILE", file, StringComparison.Ordinal), Of(printed, "Gateway:Hosts:Shared:0"));
        Assert.Equal("""{"value":"proxy","source":"command line"}""", Of(printed, "Gateway:Role"));
        Assert.DoesNotContain("Gateway:Login", output, StringComparison.Ordinal);
        // It would have been made by a start.
        Assert.False(Directory.Exists(_settings.Valid["Gateway:Storage:Directory"]));
    }

    [Fact]
    public async Task SecretInTheWrongPlace_IsNotShown()
    {
        var file = Path.Combine(_settings.Directory, "password");
        await File.WriteAllTextAsync(file, Canary);

        var (code, output, error) = await PrintAsync(
            [("AZURE_CLIENT_SECRET", Canary), ("Gateway__Redis__Endpoints__0", $"redis.example.com:6380,password={Canary}"), ("SOME_TOKEN", Canary)],
            $"--Gateway:Storage:PostgreSql:ConnectionStringFile=Host=db;Username=gateway;Password={Canary}",
            $"--Gateway:Redis:PasswordFile={Canary}",
            $"--Gateway:Issuers:0:MetadataAddress=https://gateway:{Canary}@login.example.com/",
            $"--Gateway:Telemetry:OtlpEndpoint=https://collector.example.com/?key={Canary}",
            $"--Gateway:Webhooks:mail:Secrets:acme={Canary}",
            $"--Gateway:Tls:Certificates:0:Key=-----BEGIN PRIVATE KEY-----{Canary}",
            $"--Gateway:Tls:Certificates:0:Certificate={file}",
            $"--ReverseProxy:Routes:crm:Transforms:0:Set=Bearer {Canary}",
            $"--ReverseProxy:Clusters:crm:Destinations:only:Address=https://user:{Canary}@crm.example.com/");

        Assert.Equal(1, code);
        Assert.DoesNotContain(Canary, output, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error, StringComparison.Ordinal);
        using var printed = JsonDocument.Parse(output);
        Assert.Equal("""{"value":"[redacted]","source":"command line"}""", Of(printed, "Gateway:Redis:PasswordFile"));
        Assert.Equal("""{"value":"[redacted]","source":"environment"}""", Of(printed, "Gateway:Redis:Endpoints:0"));
        Assert.StartsWith("The gateway would not start:\n  ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileWithASecret_IsNamedWhereItExists()
    {
        var file = Path.Combine(_settings.Directory, "password");
        await File.WriteAllTextAsync(file, Canary);

        var (_, output, _) = await PrintAsync([], $"--Gateway:Redis:PasswordFile={file}");

        using var printed = JsonDocument.Parse(output);
        Assert.Equal(file, JsonDocument.Parse(Of(printed, "Gateway:Redis:PasswordFile")).RootElement.GetProperty("value").GetString());
        Assert.DoesNotContain(Canary, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValueOutOfBounds_IsPrintedAndToldWithExitCode1()
    {
        var (code, output, error) = await PrintAsync([], "--Gateway:Audit:MaxBatch=0");

        Assert.Equal(1, code);
        Assert.Matches("^The gateway would not start:\n  .*Gateway:Audit:MaxBatch must be 1 to 4096", error);
        using var printed = JsonDocument.Parse(output);
        Assert.Equal("""{"value":0,"source":"command line"}""", Of(printed, "Gateway:Audit:MaxBatch"));
    }

    /// <summary>Also where other options are judged by those that are wrong.</summary>
    [Fact]
    public async Task ReasonForSeveralOptions_IsToldOnce()
    {
        var (_, _, error) = await PrintAsync([], "--Gateway:Issuers:0:ClockSkewSeconds=301");

        Assert.Equal("The gateway would not start:\n  Gateway:Issuers:0:ClockSkewSeconds: 301 is out of range. Give 0 to 300.", error);
    }

    [Fact]
    public async Task UnknownSetting_IsToldWithExitCode1()
    {
        var (code, _, error) = await PrintAsync([], "--Gateway:Audit:MaxBach=1");

        Assert.Equal(1, code);
        Assert.StartsWith("The gateway would not start:\n  Gateway:Audit:MaxBach: nothing reads this setting.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandThatIsNotTheFirstArgument_IsRefused() =>
        Assert.Equal(1, await GatewayCommands.RunAsync(["--role", "proxy", "--print-config"], _ => throw new InvalidOperationException("It serves.")));

    [Fact]
    public async Task SecretOfTheVaultsLoginInTheEnvironment_StopsTheStartInProduction()
    {
        var (code, _, error) = await PrintAsync([("AZURE_CLIENT_SECRET", Canary)], "--Gateway:Keys:Service=AzureKeyVault", "--Gateway:Keys:AzureKeyVault:VaultUri=https://contoso.vault.azure.net");

        Assert.Equal(1, code);
        Assert.Contains("AZURE_CLIENT_SECRET is a secret in the environment.", error, StringComparison.Ordinal);
    }

    private static string Of(JsonDocument printed, string key) => JsonSerializer.Serialize(printed.RootElement.GetProperty("settings").GetProperty(key));

    private async Task<(int Code, string Output, string Error)> PrintAsync((string Name, string? Value)[] environment, params string[] arguments)
    {
        await using var program = ChildProgram.Start(
            [.. ChildProgram.Dotnet("TenantGateway"), "--print-config", .. arguments],
            [.. _settings.Valid.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)), .. environment]);
        return (await program.ExitAsync(), program.Output, program.Error);
    }
}
