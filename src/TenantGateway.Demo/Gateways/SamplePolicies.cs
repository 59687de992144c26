namespace TenantGateway.Demo.Gateways;

/// <summary>The demo's policy, put where it can be edited while the demo runs.</summary>
internal static class SamplePolicies
{
    public const string FileName = "contacts.json";

    /// <summary>Copies the policy unless one of that name lies there already.</summary>
    public static void CopyTo(string directory)
    {
        Directory.CreateDirectory(directory);
        var target = Path.Combine(directory, FileName);
        if (File.Exists(target)) return;
        using var source = typeof(SamplePolicies).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"The program was built without {FileName}.");
        using var copy = File.Create(target);
        source.CopyTo(copy);
    }
}
