using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Admin;

/// <summary>Where the admin plane is. A token is sent there, so the way is encrypted unless it stays on this machine.</summary>
internal static class AdminAddress
{
    public const string Default = "http://127.0.0.1:8081";

    /// <param name="text">A URL.</param>
    /// <param name="name">What says it.</param>
    public static Answer<Uri> Parse(string text, string name)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return Wrong(name, "is not an absolute http or https URL.");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return Wrong(name, "has a user, query or fragment.");
        }

        if (address.Scheme == "http" && !address.IsLoopback) return Wrong(name, "would send the token unencrypted over the network.");
        return new Uri(address.AbsoluteUri.TrimEnd('/') + "/");
    }

    private static CliFailure Wrong(string name, string what) =>
        new(ExitCode.Usage, "invalid_admin_address", $"{name} {what}", $"Set it to an https URL, or to an http one on this machine such as {Default}.");
}
