using TenantGateway.Faults;
using TenantGateway.Faults.Faults;
using TenantGateway.Faults.Keys;
using TenantGateway.Faults.Replicas;
using TenantGateway.Faults.Streams;
using TenantGateway.Faults.Tenants;
using TenantGateway.Faults.Trail;
using TenantGateway.Tests.World;

var context = new FaultContext(args.Contains("--short"), args.SkipWhile(argument => argument != "--only").Skip(1).FirstOrDefault());
return args switch
{
    [ShiftedGateway.Verb, var ticks, .. var rest] => await ShiftedGateway.RunAsync(ticks, rest),
    ["keys", ..] => await KeyRows.RunAsync(context),
    ["audit", ..] => await TrailRows.RunAsync(context),
    ["replicas", ..] => await ReplicaRows.RunAsync(context),
    ["tenants", ..] => await TenantRows.RunAsync(context),
    ["streams", ..] => await StreamRows.RunAsync(context),
    ["faults", ..] => await FaultRows.RunAsync(context),
    _ => throw new ArgumentException("The first argument is faults, keys, audit, replicas, tenants or streams.", nameof(args)),
};
