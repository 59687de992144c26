using System.CommandLine;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Conversion;

/// <summary>What the commands on stored rows take.</summary>
internal static class ConversionArguments
{
    public static Option<string> Tenant() => new("--tenant") { Description = "Whose rows: the tenant's id.", HelpName = "TENANT", Required = true };

    public static Option<string> Input() => new("--in") { Description = "Exported rows: one JSON value a line (NDJSON), in UTF-8.", HelpName = "FILE", Required = true };

    public static Option<int> Piece()
    {
        var option = new Option<int>("--piece-kilobytes") { Description = "About how much is sent at once: 1 to 8192, default 1024.", HelpName = "N", DefaultValueFactory = _ => 1024 };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > LineSender.MaxBytes / 1024) result.AddError("--piece-kilobytes takes 1 to 8192.");
        });
        return option;
    }

    public static string PathOf(string tenant) => $"admin/tenants/{Uri.EscapeDataString(tenant)}/conversions";

    public static string PathOf(string tenant, string run) => $"{PathOf(tenant)}/{Uri.EscapeDataString(run)}";

    public static Answer<HashedFile> OpenInput(string path)
    {
        try
        {
            return new HashedFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new CliFailure(ExitCode.Usage, "unreadable_file", $"{path} cannot be read: {fault.Message}", "Name a file that exists and that you may read.");
        }
    }
}
