using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Admin;

/// <summary>Where the admin plane is. A token is sent there, so the way is encrypted unless it stays on this machine.</summary>
internal static class AdminAddress
{
    public const string Default = "http://127.0.0.1:8081";

    public static Answer<Uri> Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return Wrong("is not an absolute http or https URL.");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return Wrong("has a user, query or fragment.");
        }

        if (address.Scheme == "http" && !address.IsLoopback) return Wrong("would send the token unencrypted over the network.");
        return new Uri(address.AbsoluteUri.TrimEnd('/') + "/");
    }

    private static CliFailure Wrong(string what) =>
        new(ExitCode.Usage, "invalid_admin_address", $"{Shell.AdminVariable} {what}", $"Set it to an https URL, or to an http one on this machine such as {Default}.");
}
