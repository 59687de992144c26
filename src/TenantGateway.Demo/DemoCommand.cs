using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Demo.Checking;
using TenantGateway.Demo.World;

namespace TenantGateway.Demo;

/// <summary>The demo's command line. Exit codes: 0 done, 1 refused or a check failed.</summary>
internal static class DemoCommand
{
    private static readonly Option<int> PortBase = new("--port-base")
    {
        Description = "The data plane's port; the admin plane, the identity provider and the CRM take the next three.",
        HelpName = "N",
        DefaultValueFactory = _ => DemoOptions.DefaultPortBase,
        CustomParser = ParsePortBase,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The directory that holds all state; made where it is missing. Default: .demo/N for port base N.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Check = new("--check")
    {
        Description = "Walk the main job over real sockets, print what was seen, and exit with 0 where all of it was right, else with 1.",
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("TenantGateway on one machine: gateway, identity provider and a sample CRM with two tenants. Never for production.")
        {
            PortBase, Data, Check,
        };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>The options of a command line that parsed without errors.</summary>
    public static DemoOptions ToOptions(ParseResult parsed)
    {
        var portBase = parsed.GetValue(PortBase);
        return new DemoOptions
        {
            PortBase = portBase,
            DataDirectory = parsed.GetValue(Data) ?? DemoOptions.DefaultDataDirectory(portBase),
            Check = parsed.GetValue(Check),
        };
    }

    private static int ParsePortBase(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= DemoOptions.MaxPortBase)
            return port;

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"--port-base takes 1 to {DemoOptions.MaxPortBase}."));
        return default;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (DevelopmentGuard.Objection(Environment.GetEnvironmentVariable) is { } objection)
        {
            await error.WriteLineAsync(objection);
            return 1;
        }

        var options = ToOptions(parsed);
        try
        {
            await using var world = await DemoWorld.StartAsync(options, TimeProvider.System, cancellationToken);
            if (!options.Check) return await ServeAsync(world, output, cancellationToken);
            using var check = new DemoCheck(world);
            return await check.RunAsync(output, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or OptionsValidationException)
        {
            await error.WriteLineAsync($"The demo cannot start: {failure.Message} Another --port-base or --data may help.");
            return 1;
        }
    }

    private const string SampleContactLine = """{"name":"Grace Hopper","email":"grace@example.com","status":"active"}""";

    private static async Task<int> ServeAsync(DemoWorld world, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(
            $"""
            through the gateway  {world.DataPlane}crm/contacts
            admin plane          {world.AdminPlane} in a browser (admin@operator, password demo), {world.AdminPlane}admin/tenants
            identity provider    {world.Issuer}demo/token?user=agent@acme&mfa=true, {world.Issuer}demo/totp?user=admin@operator
            CRM, as stored       {world.CrmDirect}crm/contacts

              TOKEN=$(curl -s '{world.Issuer}demo/token?user=agent@acme&mfa=true')
              curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
                   -d '{SampleContactLine}' {world.DataPlane}crm/contacts
              curl -s {world.CrmDirect}crm/contacts

            Ctrl+C stops it.
            """);
        var stopped = new TaskCompletionSource();
        await using (cancellationToken.Register(stopped.SetResult))
            await stopped.Task;
        return 0;
    }
}
