using TenantGateway.Cli.Conversion;

namespace TenantGateway.Cli.Datasets;

internal sealed record DatasetListDocument(string Tenant, IReadOnlyList<DatasetDocument> Items);

/// <summary>A set of stored rows, and the newest report on it.</summary>
internal sealed record DatasetDocument(string Name, DateTimeOffset DeclaredAt, ConversionDocument? LastRun);
