using BenchmarkDotNet.Running;
using TenantGateway.Benchmarks;

if (args is [AuditLogLoad.Verb, .. var settings]) return await AuditLogLoad.RunAsync(settings);
BenchmarkSwitcher.FromAssembly(typeof(LeaseBenchmarks).Assembly).Run(args);
return 0;
