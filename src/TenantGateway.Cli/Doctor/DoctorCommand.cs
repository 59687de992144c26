using System.CommandLine;
using TenantGateway.Cli.Admin;
using TenantGateway.Cli.Terminal;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Cli.Doctor;

/// <summary><c>tgw doctor</c></summary>
internal sealed class DoctorCommand : AdminCommand
{
    private readonly Option<bool> _strict = new("--strict") { Description = "Exits with 7 where anything is yellow too." };

    public DoctorCommand(Shell shell)
        : base(shell, "doctor", "Examines what the gateway's process depends on, and says what to do. Exits with 7 where anything is red. Where the gateway does not start: its own --doctor.")
    {
        Add(_strict);
    }

    public override string Example => "  tgw doctor";

    protected override async Task<int> RunAsync(ParseResult parse, AdminClient client, Printer printer, CancellationToken cancellationToken)
    {
        if ((await client.GetAsync<DoctorReport>("admin/doctor", cancellationToken)).Failed(out var failure, out var answer)) return printer.Fail(failure);
        var report = answer.Value;
        var done = printer.Done(report, [.. report.ToText()]);
        return report.ExitCode() > (parse.GetValue(_strict) ? (int)DoctorStatus.Green : (int)DoctorStatus.Yellow) ? (int)ExitCode.Invalid : done;
    }
}
