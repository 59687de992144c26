using System.CommandLine;
using System.CommandLine.Help;
using TenantGateway.Cli.Access;
using TenantGateway.Cli.Audit;
using TenantGateway.Cli.Certificates;
using TenantGateway.Cli.Conversion;
using TenantGateway.Cli.Datasets;
using TenantGateway.Cli.Doctor;
using TenantGateway.Cli.Drafts;
using TenantGateway.Cli.Keys;
using TenantGateway.Cli.Operations;
using TenantGateway.Cli.Policies;
using TenantGateway.Cli.Tenants;
using TenantGateway.Cli.Terminal;
using TenantGateway.Cli.Tokens;
using TenantGateway.Cli.Trials;

namespace TenantGateway.Cli;

/// <summary>The tree of commands.</summary>
internal static class TgwCommand
{
    public static RootCommand Create(Shell shell)
    {
        var root = new RootCommand("tgw administers a TenantGateway: its tenants and their keys over the admin plane, policy files right here.")
        {
            shell.Format,
            new Command("tenants", "The customers whose traffic the gateway protects, each with keys of its own.")
            {
                new TenantsListCommand(shell),
                new TenantsCreateCommand(shell),
                new TenantsShowCommand(shell),
                new TenantsUpdateCommand(shell),
                new TenantsBindCommand(shell),
                new TenantsUnbindCommand(shell),
                TenantsChangeCommand.Suspend(shell),
                TenantsChangeCommand.Resume(shell),
                TenantsChangeCommand.Hold(shell),
                new TenantsCertificateCommand(shell),
            },
            new Command("operations", "What destroys or discloses: requested by one person, approved by another.")
            {
                new OperationsRequestCommand(shell),
                new OperationsListCommand(shell),
                new OperationsShowCommand(shell),
                new OperationsApproveCommand(shell),
                new OperationsDenyCommand(shell),
            },
            new Command("certificates", "The signed proofs that a tenant's keys are gone.")
            {
                new CertificatesVerifyCommand(shell),
                new CertificatesKeyCommand(shell),
            },
            new Command("audit", "The audit log: who saw what, exports that verify offline, and checkpoints to keep elsewhere.")
            {
                new AuditSearchCommand(shell),
                new AuditShowCommand(shell),
                new AuditWhoSawCommand(shell),
                new AuditTimelineCommand(shell),
                new AuditTailCommand(shell),
                new AuditAlarmsCommand(shell),
                new AuditResolutionCommand(shell),
                new AuditReindexCommand(shell),
                new AuditExportCommand(shell),
                new AuditVerifyCommand(shell),
                new AuditCheckpointCommand(shell),
                new Command("retention", "How long audit records are kept.") { new AuditRetentionShowCommand(shell), AuditOperationCommand.SetRetention(shell) },
                new Command("hold", "What keeps a tenant's audit records longer, such as a court order.") { new AuditHoldSetCommand(shell), AuditOperationCommand.LiftHold(shell), new AuditHoldListCommand(shell) },
            },
            Keys(shell),
            new Command("datasets", "The sets of stored rows, such as tables, that hold tokens of a tenant.")
            {
                new DatasetsListCommand(shell),
                new DatasetsDeclareCommand(shell),
            },
            new Command("convert", "Stored rows that a service exports, one JSON value a line. No value in them is ever shown.")
            {
                new ConvertCheckCommand(shell),
                ConvertRowsCommand.Retokenize(shell),
                ConvertRowsCommand.Protect(shell),
            },
            new Command("tokens", "The logins of people and services: ended before their tokens are.")
            {
                new TokensRevokeCommand(shell),
                new TokensListCommand(shell),
            },
            new Command("policy", "Which fields hold personal data, and who may see them. All but coverage works on files, without a gateway.")
            {
                new PolicyValidateCommand(shell),
                new PolicySchemaCommand(shell),
                new PolicyTryCommand(shell),
                new PolicyDraftCommand(shell),
                new PolicyCoverageCommand(shell),
            },
            new Command("access", "Who is given what, and why.")
            {
                new AccessExplainCommand(shell),
            },
            new DoctorCommand(shell),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithNotes((HelpAction)help.Action!); // the option comes with this action
        }

        return root;
    }

    private static Command Keys(Shell shell)
    {
        var keys = new Command("keys", "The keys of a tenant: what is protected under which, and its rotation under traffic.")
        {
            new KeysListCommand(shell),
            new KeysCompromiseCommand(shell),
        };
        foreach (var verb in KeyVerb.All) keys.Add(new KeysChangeCommand(shell, verb));
        return keys;
    }
}
