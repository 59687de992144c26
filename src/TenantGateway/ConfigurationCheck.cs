using Microsoft.Extensions.Options;
using TenantGateway.Core.Doctor;

namespace TenantGateway;

/// <summary>Whether the gateway would start with its settings.</summary>
internal sealed class ConfigurationCheck(IServiceProvider services) : IDoctorCheck
{
    public const string Name = "configuration";

    public static DoctorCheckRegistration Registration { get; } = DoctorCheckRegistration.Of<ConfigurationCheck>(Name);

    public Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return Task.FromResult<IReadOnlyList<DoctorFinding>>([new(DoctorCodes.ConfigurationValid, "all settings are valid")]);
        }
        catch (Exception refused)
        {
            return Task.FromResult(Findings(refused, services));
        }
    }

    /// <summary>One finding for each reason, without values that may not be shown.</summary>
    internal static IReadOnlyList<DoctorFinding> Findings(Exception refused, IServiceProvider? services) =>
        [.. GatewayStartup.ReasonsOf(refused).Select(reason => new DoctorFinding(DoctorCodes.ConfigurationInvalid, Redacted(reason, services)))];

    private static string Redacted(string reason, IServiceProvider? services) => services?.GetService<IConfiguration>() is IConfigurationRoot configuration ? EffectiveSettings.Redact(configuration, reason) : reason;
}
