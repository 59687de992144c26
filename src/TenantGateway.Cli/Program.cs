using TenantGateway.Cli;

return await new TgwCommandLine(Console.Out, Console.Error, Environment.GetEnvironmentVariable) { Input = Console.In }.RunAsync(args, CancellationToken.None);
