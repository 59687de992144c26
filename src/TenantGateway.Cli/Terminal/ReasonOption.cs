using System.CommandLine;

namespace TenantGateway.Cli.Terminal;

/// <summary>The option of every command that changes state.</summary>
internal static class ReasonOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--reason")
        {
            Description = "Why; it goes into the audit trail. No personal data.",
            HelpName = "TEXT",
            Required = true,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var reason }]) return;
            if (string.IsNullOrWhiteSpace(reason)) result.AddError("--reason is blank.");
            if (reason.Any(char.IsControl)) result.AddError("--reason takes one line of text.");
        });
        return option;
    }
}
