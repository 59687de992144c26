using System.Globalization;
using System.Text;

namespace TenantGateway.Tests.Supply;

/// <summary><c>docs/licences.md</c>, as the lock files and the packages themselves have it.</summary>
internal static class LicencesDocument
{
    private const string Introduction = """
        # Licences

        Every package that a lock file names, its version and its licence (SPDX), as the package itself declares it or, where it only points at a text, as that text was judged.
        *Delivered* are the gateway and `tgw`; what else is here serves the demo, tests and measurements.


        """;

    public static string Render()
    {
        var text = new StringBuilder(Introduction);
        Append(text, "Delivered", package => package.IsDelivered);
        Append(text, "Not delivered", package => !package.IsDelivered);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Append(StringBuilder text, string title, Func<LockedPackage, bool> belongs)
    {
        var delivered = LockedPackage.All.Where(package => package.IsDelivered).Select(package => (package.Id, package.Version)).ToHashSet();
        var packages = LockedPackage.All
            .Where(package => belongs(package) && (package.IsDelivered || !delivered.Contains((package.Id, package.Version))))
            .DistinctBy(package => (package.Id, package.Version))
            .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase).ThenBy(package => package.Version, StringComparer.Ordinal);

        text.Append(CultureInfo.InvariantCulture, $"## {title}\n\n| Package | Version | Licence |\n|---|---|---|\n");
        foreach (var package in packages) text.Append(CultureInfo.InvariantCulture, $"| {package.Id} | {package.Version} | {Licences.Of(package) ?? "?"} |\n");
        text.Append('\n');
    }
}
