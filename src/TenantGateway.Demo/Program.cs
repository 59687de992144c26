using System.CommandLine;
using TenantGateway.Demo;

// Time for all servers to stop in order after Ctrl+C.
return await DemoCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) });
