using Microsoft.Extensions.Options;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Tenancy;

/// <summary>Which region this gateway is in, bound from <c>Gateway:Region</c>.</summary>
internal sealed class RegionOptions
{
    public const string Setting = "Gateway:Region";

    /// <summary>
    /// 1 to 40 characters of <c>[a-z0-9-]</c>: a tenant that is pinned to another region is refused here. Default: none, and then the region of a tenant chooses among the
    /// destinations alone.
    /// </summary>
    public string? Region { get; set; }
}

internal sealed class RegionOptionsValidator : IValidateOptions<RegionOptions>
{
    public ValidateOptionsResult Validate(string? name, RegionOptions options) => options.Region is null || TenantPlacement.IsRegion(options.Region)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{RegionOptions.Setting}: '{options.Region}' is no region. Give 1 to 40 characters of [a-z0-9-], or leave it out.");
}
