namespace TenantGateway.Demo.Checking;

/// <summary>One step of the check.</summary>
/// <param name="Name">What is done, in the words of a caller.</param>
/// <param name="RunAsync">Does it and answers what was seen; throws <see cref="CheckFailedException"/> where that was wrong.</param>
internal sealed record CheckStep(string Name, Func<CancellationToken, Task<string>> RunAsync);
