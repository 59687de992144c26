using System.Text.Encodings.Web;
using System.Text.Json;
using TenantGateway.Core.Doctor;

namespace TenantGateway;

/// <summary>The same examination by a process that is not started, so that it also helps where the gateway does not start.</summary>
internal static class DoctorCommand
{
    /// <summary>Asks for JSON instead of lines.</summary>
    public const string Json = "--json";

    // The lines alone are on the output.
    private static readonly string[] LogsElsewhere = ["--Logging:Console:LogToStandardErrorThreshold=Trace", "--Logging:LogLevel:Default=None"];

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>0, 1 or 2: the worst is green, yellow or red.</returns>
    public static async Task<int> RunAsync(string[] args, Func<string[], IHost> create, TextWriter output)
    {
        var isJson = args is [Json, ..];
        var report = await ExamineAsync([.. isJson ? args[1..] : args, .. LogsElsewhere], create);
        if (isJson) await output.WriteLineAsync(JsonSerializer.Serialize(report, Indented));
        else foreach (var line in report.ToText()) await output.WriteLineAsync(line);
        return report.ExitCode();
    }

    private static async Task<DoctorReport> ExamineAsync(string[] args, Func<string[], IHost> create)
    {
        IHost? host = null;
        try
        {
            host = create(args);
            return await host.Services.GetRequiredService<IDoctor>().ExamineAsync(CancellationToken.None);
        }
        catch (Exception refused)
        {
            return DoctorReport.Of(ConfigurationCheck.Findings(refused, host?.Services).Select(finding => DoctorLine.Of(ConfigurationCheck.Name, finding)));
        }
        finally
        {
            host?.Dispose();
        }
    }
}
