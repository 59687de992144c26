using System.Globalization;
using System.Text.Json.Nodes;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Telemetry;

/// <summary>What the program itself writes to its standard output.</summary>
public sealed class LogFormatTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Production_IsOneObjectALine()
    {
        var lines = await RunAsync(("ASPNETCORE_ENVIRONMENT", "Production"), ("Gateway__Keys__Local__AllowInProduction", "local-keys-in-production"));

        var logged = lines.Select(line => JsonNode.Parse(line) ?? throw new InvalidDataException(line)).ToList();
        Assert.All(logged, line => Assert.True(DateTimeOffset.TryParse($"{line["timestamp"]}", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) && time.Offset == TimeSpan.Zero));
        var tenants = logged.First(line => $"{line["event"]}" == "TenantsLoaded");
        Assert.Equal(("information", 1001, 0), ($"{tenants["level"]}", (int?)tenants["eventId"], (int?)tenants["values"]?["Count"]));
    }

    [Fact]
    public async Task Development_IsText()
    {
        var lines = await RunAsync(("ASPNETCORE_ENVIRONMENT", "Development"));

        Assert.Contains(lines, line => line.StartsWith("info: ", StringComparison.Ordinal));
    }

    private async Task<string[]> RunAsync(params (string Name, string? Value)[] environment)
    {
        SamplePolicies.CopyTo(_state.Path);
        var ports = DemoProcess.FreePortBase();
        await using var gateway = ChildProgram.Start(ChildProgram.Dotnet("TenantGateway"),
        [
            ("Gateway__Listen__Data", At(ports)),
            ("Gateway__Listen__Admin", At(ports + 1)),
            ("Gateway__Storage__Directory", Path.Combine(_state.Path, "gateway")),
            ("Gateway__Keys__Local__Directory", Path.Combine(_state.Path, "keys")),
            ("Gateway__Policies__Directory", _state.Path),
            ("Gateway__Issuers__0__Issuer", "https://login.example.com/"),
            ("Gateway__Issuers__0__DataAudience", "https://api.example.com"),
            .. environment,
        ]);
        using var client = LoopbackClient.Create(new Uri(At(ports + 1)));
        await Eventually.IsTrueAsync(async () => gateway.HasExited || await IsReadyAsync(client), "the gateway is ready");
        await gateway.SignalAsync("-TERM");
        Assert.True(await gateway.ExitAsync() == 0, gateway.Error + gateway.Output);
        return gateway.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("healthz/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string At(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
