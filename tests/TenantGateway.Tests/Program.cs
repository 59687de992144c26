using TenantGateway.Tests.World;

// The runner of tests enters elsewhere: what is started as a program is a gateway on a clock that is ahead.
return args is [ShiftedGateway.Verb, var ticks, .. var rest] ? await ShiftedGateway.RunAsync(ticks, rest) : 2;
