namespace TenantGateway.Cli.Tenants;

/// <summary>A tenant with its hold and its end.</summary>
internal sealed record TenantLifeDocument
{
    public required TenantDocument Tenant { get; init; }

    public HoldDocument? Hold { get; init; }

    public TerminationDocument? Termination { get; init; }
}

internal sealed record HoldDocument
{
    public required DateTimeOffset Since { get; init; }

    public required string By { get; init; }
}

internal sealed record TerminationDocument
{
    public required string Operation { get; init; }

    public required DateTimeOffset TerminatedAt { get; init; }

    public required string Phase { get; init; }

    public DateTimeOffset? DestroyFrom { get; init; }

    public DateTimeOffset? DestroyedAt { get; init; }

    public string? Certificate { get; init; }
}
