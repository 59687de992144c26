using System.Xml.Linq;

namespace TenantGateway.Tests.Supply;

/// <summary>Under which licence a package is, by its SPDX name.</summary>
internal static class Licences
{
    /// <summary>What may be delivered: no duty beyond naming the author.</summary>
    public static readonly IReadOnlySet<string> Deliverable = new HashSet<string> { "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL" };

    /// <summary>Further ones that tests and measurements may use, which nobody is given.</summary>
    public static readonly IReadOnlySet<string> Usable = new HashSet<string>(Deliverable) { DotNetLibrary };

    /// <summary>Microsoft's terms for libraries of the time before .NET was open.</summary>
    private const string DotNetLibrary = "LicenseRef-Microsoft-DotNet-Library";

    /// <summary>Packages that have their licence as a file or an address: how that text was judged.</summary>
    private static readonly Dictionary<string, string> Judged = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CommandLineParser 2.9.1"] = "MIT",
        ["HdrHistogram 2.5.0"] = "BSD-2-Clause",
        ["Microsoft.DotNet.PlatformAbstractions 3.1.6"] = "MIT",
        ["Microsoft.NETCore.Platforms 1.1.0"] = DotNetLibrary,
        ["NETStandard.Library 1.6.1"] = DotNetLibrary,
        ["Otp.NET 1.4.1"] = "MIT",
        ["System.Security.Cryptography.ProtectedData 4.5.0"] = "MIT",
        ["xunit.abstractions 2.0.3"] = "Apache-2.0",
    };

    private static readonly string Folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } moved
        ? moved
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <returns>Null where the package does not say, and nobody has judged it.</returns>
    public static string? Of(LockedPackage package) =>
        Judged.GetValueOrDefault($"{package.Id} {package.Version}") ?? Parse(XDocument.Load(NuspecOf(package)));

    /// <summary>The licence that a package's own description declares as an SPDX expression.</summary>
    public static string? Parse(XDocument nuspec) =>
        nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value;

    private static string NuspecOf(LockedPackage package)
    {
        var id = package.Id.ToLowerInvariant();
        return Path.Combine(Folder, id, package.Version.ToLowerInvariant(), $"{id}.nuspec");
    }
}
