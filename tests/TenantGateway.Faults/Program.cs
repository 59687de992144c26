using TenantGateway.Faults;
using TenantGateway.Faults.Faults;
using TenantGateway.Faults.Keys;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Tenants;

var context = new FaultContext(args.Contains("--short"));
return args switch
{
    [ShiftedGateway.Verb, var ticks, .. var rest] => await ShiftedGateway.RunAsync(ticks, rest),
    ["keys", ..] => await KeyRows.RunAsync(context),
    ["tenants", ..] => await TenantRows.RunAsync(context),
    _ => await FaultRows.RunAsync(context),
};
