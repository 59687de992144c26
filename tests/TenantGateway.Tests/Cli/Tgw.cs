using System.Text.Json;
using TenantGateway.Cli;

namespace TenantGateway.Tests.Cli;

/// <summary>Runs <c>tgw</c> from its arguments on.</summary>
internal static class Tgw
{
    public const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl";

    public static readonly string[] Create =
    [
        "tenants", "create", "acme", "--name", "Acme Ltd", "--organization", "https://id.example.com/?a=b=org_1", "--organization", "https://b.example/=org_2",
        "--host", "acme.example.com", "--reason", "Vertrag 4711: größer",
    ];

    public static Task<Ran> RunAsync(string? address, params string[] args) => RunAsync(address, Token, TimeSpan.FromSeconds(30), args);

    public static async Task<Ran> RunAsync(string? address, string? token, TimeSpan timeout, params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var environment = new Dictionary<string, string?> { ["TGW_ADMIN"] = address, ["TGW_TOKEN"] = token };
        var tgw = new TgwCommandLine(output, error, name => environment.GetValueOrDefault(name)) { Timeout = timeout };
        return new Ran(await tgw.RunAsync(args, CancellationToken.None), output.ToString(), error.ToString());
    }
}

internal sealed record Ran(int Exit, string Output, string Error)
{
    public JsonElement OutputJson => JsonDocument.Parse(Output).RootElement;

    public JsonElement ErrorJson => JsonDocument.Parse(Error).RootElement;
}
