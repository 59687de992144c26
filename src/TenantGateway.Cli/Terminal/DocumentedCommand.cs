using System.CommandLine;

namespace TenantGateway.Cli.Terminal;

/// <summary>A command whose help shows how it is used.</summary>
internal abstract class DocumentedCommand(string name, string description) : Command(name, description)
{
    /// <summary>A command line that can be copied.</summary>
    public abstract string Example { get; }
}
