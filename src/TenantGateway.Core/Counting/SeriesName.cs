namespace TenantGateway.Core.Counting;

/// <summary>The words that tell one series of counts from others: of the gateway and of its configuration, never a caller's, so that their number is bounded.</summary>
/// <param name="First">Such as a route.</param>
/// <param name="Second">Empty for none.</param>
/// <param name="Third">Empty for none.</param>
public readonly record struct SeriesName(string First, string Second = "", string Third = "");
