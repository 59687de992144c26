namespace TenantGateway.Tests.World;

/// <summary>The programs of this machine.</summary>
internal static class Commands
{
    public static bool IsOnPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, command)));
}
