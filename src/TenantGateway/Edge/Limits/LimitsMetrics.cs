using System.Diagnostics.Metrics;
using TenantGateway.Core.Access;

namespace TenantGateway.Edge.Limits;

/// <summary>What is open and what was not let in: meter <c>TenantGateway</c>.</summary>
internal sealed class LimitsMetrics
{
    private readonly Counter<long> _refused;
    private readonly Counter<long> _shutOut;

    public LimitsMetrics(IMeterFactory meters, EdgeLoad load, OverloadMonitor monitor, AddressTable addresses)
    {
        var meter = meters.Create("TenantGateway");
        _refused = meter.CreateCounter<long>("tenantgateway.connections.refused", "{connection}", "Connections not let in, by cause.");
        _shutOut = meter.CreateCounter<long>("tenantgateway.addresses.shut_out", "{address}", "Addresses shut out for a while, because they kept sending after their failures were spent.");
        meter.CreateObservableGauge("tenantgateway.overload.level", () => (int)monitor.Level, "{level}", "The step of the overload ladder: 0 normal, 1 keep-alive off, 2 connections refused.");
        meter.CreateObservableUpDownCounter(
            "tenantgateway.connections.open", () => Enum.GetValues<Plane>().Select(plane => new Measurement<int>(load.Connections(plane), Tag("plane", plane))), "{connection}", "Open connections, by plane.");
        meter.CreateObservableUpDownCounter("tenantgateway.requests.active", () => load.Requests, "{request}", "Requests of the data plane under way.");
        meter.CreateObservableUpDownCounter("tenantgateway.addresses.tracked", () => addresses.Count, "{address}", "Addresses remembered one by one.");
    }

    public void ConnectionRefused(ConnectionRefusal cause) => _refused.Add(1, new KeyValuePair<string, object?>("cause", CodeOf(cause)));

    public void ShutOut() => _shutOut.Add(1);

    private static KeyValuePair<string, object?> Tag(string name, Plane plane) => new(name, plane switch { Plane.Data => "data", Plane.Admin => "admin", _ => "probes" });

    private static string CodeOf(ConnectionRefusal cause) => cause switch
    {
        ConnectionRefusal.Maximum => "maximum",
        ConnectionRefusal.AddressMaximum => "address_maximum",
        ConnectionRefusal.AddressRate => "address_rate",
        ConnectionRefusal.ShutOut => "shut_out",
        ConnectionRefusal.Overload => "overload",
        _ => "reserve",
    };
}
