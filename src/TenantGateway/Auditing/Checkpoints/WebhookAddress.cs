namespace TenantGateway.Auditing.Checkpoints;

/// <summary>Whether something may be posted to an address: to a host that the operator allows, over an encrypted way.</summary>
internal static class WebhookAddress
{
    /// <param name="webhook">The address.</param>
    /// <param name="hosts">The hosts that are allowed.</param>
    /// <param name="setting">Where they are named.</param>
    /// <param name="environment">Only in Development may it be plain http.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    internal static string? ProblemOf(string webhook, IReadOnlyCollection<string> hosts, string setting, IHostEnvironment environment)
    {
        if (!Uri.TryCreate(webhook, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return "is not an absolute https URL.";
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0) return "has a user or a fragment. Leave them out.";
        if (address.Scheme == "http" && !environment.IsDevelopment()) return "is not encrypted. Use https.";
        return hosts.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase) ? null : $"has the host {address.IdnHost}, which {setting} does not name.";
    }
}
