namespace TenantGateway.Tests.Telemetry;

/// <summary>
/// Tests of exported traces and metrics run alone: spans, and the metrics of the runtime and of clients, are of the whole process, with whatever other gateways are in it.
/// </summary>
[CollectionDefinition(nameof(ExportingWorlds), DisableParallelization = true)]
public sealed class ExportingWorlds;
