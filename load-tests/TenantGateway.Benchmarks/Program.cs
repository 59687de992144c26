using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(TenantGateway.Benchmarks.LeaseBenchmarks).Assembly).Run(args);
