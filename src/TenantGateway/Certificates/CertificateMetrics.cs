using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace TenantGateway.Certificates;

/// <summary>The state of each certificate file: meter <c>TenantGateway</c>.</summary>
internal sealed class CertificateMetrics(IMeterFactory meters)
{
    private readonly Meter _meter = meters.Create("TenantGateway");

    public void Observe(Func<ImmutableArray<WatchedFile>> files)
    {
        _meter.CreateObservableGauge("tenantgateway.certificates.valid", () => files().Select(file => new Measurement<int>(file.Problem is null ? 1 : 0, NameOf(file))), description: "1 while the files are what is in force, by name.");
        _meter.CreateObservableGauge("tenantgateway.certificates.expires", () => files().Select(file => new Measurement<long>(file.EndsAt.ToUnixTimeSeconds(), NameOf(file))), "s", "When what is in force ends, in seconds since 1970, by name.");
    }

    private static KeyValuePair<string, object?> NameOf(WatchedFile file) => new("name", file.Name);
}
