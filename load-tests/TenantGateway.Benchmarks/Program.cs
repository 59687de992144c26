using BenchmarkDotNet.Running;
using TenantGateway.Benchmarks;

if (args is [AuditLogLoad.Verb, .. var settings]) return await AuditLogLoad.RunAsync(settings);
if (args is [AuditSearchLoad.Verb, .. var search]) return await AuditSearchLoad.RunAsync(search);
if (args is [Baselines.Verb, .. var baselines]) return Baselines.Run(baselines);
BenchmarkSwitcher.FromAssembly(typeof(LeaseBenchmarks).Assembly).Run(args);
return 0;
