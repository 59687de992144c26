using System.CommandLine;

namespace TenantGateway.Cli.Terminal;

/// <summary>The option of every command that writes a file.</summary>
internal static class FileOption
{
    public static Option<string> Create(string description) => new("--file") { Description = description, HelpName = "FILE", Required = true };

    /// <returns>Null where it was written.</returns>
    public static CliFailure? Write(string file, byte[] content)
    {
        try
        {
            File.WriteAllBytes(file, content);
            return null;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new CliFailure(ExitCode.Usage, "unwritable_file", unwritable.Message, "Check the path and its permissions.");
        }
    }
}
