using TenantGateway.Cli;

return await new TgwCommandLine(Console.Out, Console.Error, Environment.GetEnvironmentVariable).RunAsync(args, CancellationToken.None);
