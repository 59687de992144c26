using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace TenantGateway.Certificates;

/// <summary>The state of each certificate file: meter <c>TenantGateway</c>. Names are those of settings and clusters.</summary>
internal sealed class CertificateMetrics
{
    private volatile Func<ImmutableArray<WatchedFile>> _files = () => [];

    public CertificateMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("TenantGateway");
        meter.CreateObservableGauge("tenantgateway.certificates.valid", () => _files().Select(file => new Measurement<int>(file.Problem is null ? 1 : 0, NameOf(file))), description: "1 while the files are what is in force, 0 while they are refused, by name.");
        meter.CreateObservableGauge("tenantgateway.certificates.expires", () => _files().Select(file => new Measurement<long>(file.EndsAt.ToUnixTimeSeconds(), NameOf(file))), "s", "When what is in force ends, in seconds since 1970, by name.");
    }

    public void Observe(Func<ImmutableArray<WatchedFile>> files) => _files = files;

    private static KeyValuePair<string, object?> NameOf(WatchedFile file) => new("name", file.Name);
}
