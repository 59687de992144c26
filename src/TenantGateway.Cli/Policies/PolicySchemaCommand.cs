using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Protection.Policies.Reading;

namespace TenantGateway.Cli.Policies;

/// <summary><c>tgw policy schema</c></summary>
internal sealed class PolicySchemaCommand : DocumentedCommand
{
    public PolicySchemaCommand(Shell shell)
        : base("schema", "Prints the JSON Schema of policy files, for editors and reviews.")
    {
        SetAction(_ =>
        {
            shell.Output.Write(PolicySchema.Text);
            return (int)ExitCode.Done;
        });
    }

    public override string Example => "  tgw policy schema > policy.schema.json";
}
