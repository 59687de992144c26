using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using TenantGateway.Certificates;
using TenantGateway.Edge.Tls;
using TenantGateway.Forwarding;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Edge.Tls;

/// <summary>What <c>docs/tls.md</c> says of keys, defaults and bounds is what the gateway does.</summary>
public sealed class TlsDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(SourceTree.PathOf("docs", "tls.md"));

    [Theory]
    [InlineData(typeof(TlsOptions))]
    [InlineData(typeof(CertificatesOptions))]
    public void Document_HasEverySetting(Type options) => Assert.All(options.GetProperties(), property =>
        Assert.Contains(Lines, line => line.StartsWith($"| `{property.Name}`", StringComparison.Ordinal) || line.StartsWith($"| `{property.Name}:", StringComparison.Ordinal)));

    [Fact]
    public void Document_HasDefaultsAndBounds()
    {
        var expected = from options in (object[])[new TlsOptions(), new CertificatesOptions()]
                       from property in options.GetType().GetProperties()
                       let range = property.GetCustomAttribute<RangeAttribute>()
                       where range is not null
                       select $"| `{property.Name}` | {Number(property.GetValue(options))} | {Number(range.Minimum)} to {Number(range.Maximum)} |";

        Assert.All(expected, row => Assert.Contains(Lines, line => line.StartsWith(row, StringComparison.Ordinal)));
    }

    [Fact]
    public void Document_NamesEveryMetadataOfClusters() =>
        Assert.All(typeof(ServiceTls).GetProperties(), property => Assert.Contains(Lines, line => line.Contains($"`{property.Name}`", StringComparison.Ordinal)));

    private static string Number(object? value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString("#,0", CultureInfo.InvariantCulture);
}
