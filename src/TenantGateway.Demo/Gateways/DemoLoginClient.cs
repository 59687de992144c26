using System.Text;
using TenantGateway.Demo.Hosting;
using TenantGateway.Demo.IdentityProvider;

namespace TenantGateway.Demo.Gateways;

/// <summary>The gateway as an application of the identity provider. Its secret is a file that both read, made with the first start.</summary>
internal static class DemoLoginClient
{
    private const string Id = "tenantgateway-admin";
    private const string SecretFile = "login-client-secret";

    public static string SecretFileIn(string directory) => Path.Combine(Path.GetFullPath(directory), SecretFile);

    /// <summary>The registration of a gateway whose planes are there: people come to the admin plane, logouts to the data plane.</summary>
    public static DemoClient OpenOrCreate(string directory, Uri adminPlane, Uri dataPlane) => new()
    {
        Id = Id,
        Secret = ReadOrCreateSecret(directory),
        RedirectUri = new Uri(adminPlane, "login/callback"),
        PostLogoutRedirectUri = adminPlane,
        BackChannelLogoutUri = new Uri(dataPlane, ".well-known/tenant-gateway/backchannel-logout"),
    };

    private static string ReadOrCreateSecret(string directory)
    {
        var path = SecretFileIn(directory);
        if (File.Exists(path))
            return File.ReadAllText(path);
        OwnerOnly.CreateDirectory(directory);
        var secret = RandomName.Create();
        using var file = OwnerOnly.OpenFile(path, FileMode.CreateNew);
        file.Write(Encoding.ASCII.GetBytes(secret));
        return secret;
    }
}
