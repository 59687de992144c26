namespace TenantGateway.Core.Tenants;

/// <summary>What became of a tenant that was to be created.</summary>
public enum CreateTenantOutcome
{
    Created,

    /// <summary>A tenant of that id exists with the same organizations and hosts: nothing was written.</summary>
    AlreadyExists,

    /// <summary>The id, an organization or a host belongs to another definition: nothing was written.</summary>
    Conflict,
}
