using TenantGateway.Cli;

return await new CommandLine(Console.Out, Console.Error, Environment.GetEnvironmentVariable).RunAsync(args, CancellationToken.None);
