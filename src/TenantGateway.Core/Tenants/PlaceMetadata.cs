namespace TenantGateway.Core.Tenants;

/// <summary>The words by which the services' configuration says where a destination is and whose a cluster is, in their <c>Metadata</c>.</summary>
public static class PlaceMetadata
{
    /// <summary>Of a destination, or of a cluster for those of its destinations that do not say.</summary>
    public const string Region = "Region";

    /// <summary>Of a cluster: the only tenant whose requests go there.</summary>
    public const string Tenant = "Tenant";
}
