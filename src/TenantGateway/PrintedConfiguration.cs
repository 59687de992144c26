using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace TenantGateway;

/// <summary>Prints the configuration, redacted, and says what is wrong with it. Nothing is started, opened or connected to.</summary>
internal static class PrintedConfiguration
{
    // Only people and scripts read it; nothing of it is put into a page.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>0 where the gateway would take the configuration, else 1; what is wrong is told on <paramref name="error"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], IHost> create, TextWriter output, TextWriter error)
    {
        EffectiveSettings? effective = null;
        try
        {
            using var host = create(args);
            effective = Read(host.Services, args);
            await output.WriteLineAsync(effective.ToJson().ToJsonString(Indented));
            host.Services.GetService<IStartupValidator>()?.Validate();
            return 0;
        }
        catch (Exception refused)
        {
            var reasons = GatewayStartup.ReasonsOf(refused).Select(reason => $"{Environment.NewLine}  {effective?.Redact(reason) ?? reason}");
            await error.WriteLineAsync($"The gateway would not start:{string.Concat(reasons)}");
            return 1;
        }
    }

    private static EffectiveSettings Read(IServiceProvider services, string[] args)
    {
        var configuration = (IConfigurationRoot)services.GetRequiredService<IConfiguration>();
        return new EffectiveSettings(configuration, services.GetRequiredService<IHostEnvironment>().EnvironmentName, RoleOptions.Read(args, configuration));
    }
}
