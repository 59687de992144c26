using TenantGateway.Faults;
using TenantGateway.Faults.Faults;
using TenantGateway.Faults.Keys;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Faults.Trail;

var context = new FaultContext(args.Contains("--short"));
return args switch
{
    [ShiftedGateway.Verb, var ticks, .. var rest] => await ShiftedGateway.RunAsync(ticks, rest),
    ["keys", ..] => await KeyRows.RunAsync(context),
    ["audit", ..] => await TrailRows.RunAsync(context),
    _ => await FaultRows.RunAsync(context),
};
