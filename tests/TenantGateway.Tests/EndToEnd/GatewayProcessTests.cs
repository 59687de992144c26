using System.Globalization;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.EndToEnd;

public sealed class GatewayProcessTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly int _ports = DemoProcess.FreePortBase();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Signal_EndsItInOrder()
    {
        SamplePolicies.CopyTo(_state.Path);
        await using var gateway = Start();
        using var client = LoopbackClient.Create(new Uri($"http://127.0.0.1:{_ports + 1}/"));
        await Eventually.IsTrueAsync(async () => gateway.HasExited || await IsReadyAsync(client), "the gateway is ready");
        await gateway.SignalAsync("-TERM");

        Assert.True(await gateway.ExitAsync() == 0, gateway.Error);
        Assert.Equal("", gateway.Error);
    }

    [Fact]
    public async Task BadPolicy_IsRefusedInPlainWords()
    {
        await File.WriteAllTextAsync(Path.Combine(_state.Path, "contacts.json"), """{"name":"contacts","fields":[{"select":"$.email","class":"email","protection":"magic"}]}""");
        await using var gateway = Start();

        Assert.Equal(1, await gateway.ExitAsync());
        Assert.StartsWith("The gateway does not start:\n  The policies are not valid:\n", gateway.Error, StringComparison.Ordinal);
        Assert.Contains("$.fields[0].protection", gateway.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", gateway.Output + gateway.Error, StringComparison.Ordinal);
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

    private ChildProgram Start() => ChildProgram.Start(
        ChildProgram.Dotnet("TenantGateway"),
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("Gateway__Listen__Data", At(_ports)),
        ("Gateway__Listen__Admin", At(_ports + 1)),
        ("Gateway__Storage__Directory", Path.Combine(_state.Path, "gateway")),
        ("Gateway__Keys__Local__Directory", Path.Combine(_state.Path, "keys")),
        ("Gateway__Policies__Directory", _state.Path),
        ("Gateway__Issuers__0__Issuer", "https://login.example.com/"),
        ("Gateway__Issuers__0__DataAudience", "https://api.example.com"));

    private static string At(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
