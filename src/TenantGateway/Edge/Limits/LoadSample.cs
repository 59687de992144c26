namespace TenantGateway.Edge.Limits;

/// <summary>The load at one moment, each as a share of what may be; 1 is all.</summary>
internal sealed record LoadSample(OverloadLevel Level, double Connections, double Requests, double Memory);
