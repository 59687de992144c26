using System.Collections.Frozen;

namespace TenantGateway.Telemetry.Metrics;

/// <summary>
/// The attributes that each metric may carry. Every value of each is the gateway's, its configuration's or its platform's own, never a caller's:
/// methods that are not of the standard are <c>_OTHER</c>, routes are templates, addresses are those of configured services.
/// </summary>
internal static class MetricAttributes
{
    private static readonly string[] None = [];
    private static readonly string[] Route = ["route"];
    private static readonly string[] Reason = ["reason"];
    private static readonly string[] Port = ["server.port"];
    private static readonly string[] Generation = ["gc.heap.generation"];

    /// <summary>Metrics of the gateway itself: one that is not here carries no attribute at all.</summary>
    public static readonly FrozenDictionary<string, string[]> Own = new Dictionary<string, string[]>
    {
        ["tenantgateway.requests"] = ["tenant", "route", "outcome"],
        ["tenantgateway.refusals"] = Reason,
        ["tenantgateway.security_events"] = Reason,
        ["tenantgateway.health.troubled"] = ["check"],
        ["tenantgateway.tokens.refused"] = ["defect"],
        ["tenantgateway.tokens.verified"] = ["by"],
        ["tenantgateway.tokens.remembered"] = None,
        ["tenantgateway.logouts"] = ["result"],
        ["tenantgateway.units.inspected"] = Route,
        ["tenantgateway.fields.protected"] = Route,
        ["tenantgateway.fields.given"] = ["route", "class", "form"],
        ["tenantgateway.fields.found"] = ["route", "class"],
        ["tenantgateway.recognizer.calls"] = ["recognizer", "outcome"],
        ["tenantgateway.recognizer.duration"] = ["recognizer"],
        ["tenantgateway.fields.clear_at_rest"] = Route,
        ["tenantgateway.fields.unverified"] = Route,
        ["tenantgateway.tokens.foreign"] = Route,
        ["tenantgateway.tokens.damaged"] = Route,
        ["tenantgateway.observed.fields"] = ["route", "direction", "class"],
        ["tenantgateway.observed.refusals"] = ["route", "direction", "reason"],
        ["tenantgateway.bodies"] = ["route", "direction", "treatment"],
        ["tenantgateway.exchanges.ended"] = ["route", "cause"],
        ["tenantgateway.streams.open"] = None,
        ["tenantgateway.connections.open"] = ["plane"],
        ["tenantgateway.connections.refused"] = ["cause"],
        ["tenantgateway.requests.active"] = None,
        ["tenantgateway.addresses.tracked"] = None,
        ["tenantgateway.addresses.shut_out"] = None,
        ["tenantgateway.overload.level"] = None,
        ["tenantgateway.certificates.valid"] = ["name"],
        ["tenantgateway.certificates.expires"] = ["name"],
        ["tenantgateway.tls.handshakes.failed"] = ["plane"],
        ["tenantgateway.quotas.busiest"] = None,
        ["tenantgateway.quotas.parts"] = None,
        ["tenantgateway.quotas.refills"] = ["result"],
        ["tenantgateway.redis.up"] = None,
        ["tenantgateway.redis.notices"] = ["result"],
        ["tenantgateway.policies.rejected"] = None,
        ["tenantgateway.policies.valid"] = None,
        ["tenantgateway.policies.observing"] = None,
        ["tenantgateway.keys.unwrap.count"] = ["result"],
        ["tenantgateway.keys.unwrap.duration"] = None,
        ["tenantgateway.keys.probes"] = ["result"],
        ["tenantgateway.keys.calls.waiting"] = None,
        ["tenantgateway.keys.held"] = None,
        ["tenantgateway.keys.grace.remaining"] = None,
        ["tenantgateway.keys.tenants.shut_out"] = Reason,
        ["tenantgateway.keys.records.refused"] = Reason,
        ["tenantgateway.keys.rotations"] = ["kind", "result"],
        ["tenantgateway.keys.promotions"] = ["result"],
        ["tenantgateway.keys.pending"] = None,
        ["tenantgateway.keys.primary.age"] = ["line"],
        ["tenantgateway.audit.commit.duration"] = None,
        ["tenantgateway.audit.batch.size"] = None,
        ["tenantgateway.audit.entries.failed"] = None,
        ["tenantgateway.audit.alarms"] = ["kind"],
        ["tenantgateway.audit.alarms.suppressed"] = None,
        ["tenantgateway.audit.alarms.posts"] = ["result"],
        ["tenantgateway.audit.alarms.behind"] = None,
        ["tenantgateway.audit.alarms.waiting"] = None,
        ["tenantgateway.audit.index.behind"] = None,
        ["tenantgateway.audit.index.records"] = None,
        ["tenantgateway.audit.details.dropped"] = None,
        ["tenantgateway.audit.checkpoints.signed"] = None,
        ["tenantgateway.audit.checkpoints.refused"] = None,
        ["tenantgateway.audit.checkpoints.unpublished"] = None,
        ["tenantgateway.telemetry.exports.failed"] = ["signal"],
    }.ToFrozenDictionary();

    /// <summary>
    /// Metrics of the platform, by meter: one that is not here does not leave the process, and costs no request anything. What is under way is not counted twice (<c>tenantgateway.requests.active</c>), nor by
    /// what each request would change several times, such as the idle connections of a pool: calls under way are the rate of <c>http.client.request.duration</c>'s sum.
    /// </summary>
    public static readonly FrozenDictionary<string, FrozenDictionary<string, string[]>> Platform = new Dictionary<string, FrozenDictionary<string, string[]>>
    {
        ["Microsoft.AspNetCore.Hosting"] = new Dictionary<string, string[]>
        {
            ["http.server.request.duration"] = ["http.request.method", "http.route", "http.response.status_code", "network.protocol.version", "url.scheme", "error.type"],
        }.ToFrozenDictionary(),
        ["Microsoft.AspNetCore.Server.Kestrel"] = new Dictionary<string, string[]>
        {
            ["kestrel.active_connections"] = Port,
            ["kestrel.connection.duration"] = ["server.port", "network.protocol.version", "tls.protocol.version", "error.type"],
            ["kestrel.rejected_connections"] = Port,
            ["kestrel.queued_connections"] = Port,
            ["kestrel.queued_requests"] = ["server.port", "network.protocol.version"],
            ["kestrel.upgraded_connections"] = Port,
            ["kestrel.active_tls_handshakes"] = Port,
            ["kestrel.tls_handshake.duration"] = ["server.port", "tls.protocol.version", "error.type"],
        }.ToFrozenDictionary(),
        ["System.Net.Http"] = new Dictionary<string, string[]>
        {
            ["http.client.request.duration"] = ["http.request.method", "http.response.status_code", "network.protocol.version", "server.address", "server.port", "error.type"],
            ["http.client.connection.duration"] = ["network.protocol.version", "server.address", "server.port"],
        }.ToFrozenDictionary(),
        ["System.Runtime"] = new Dictionary<string, string[]>
        {
            ["dotnet.process.cpu.count"] = None,
            ["dotnet.process.cpu.time"] = ["cpu.mode"],
            ["dotnet.process.memory.working_set"] = None,
            ["dotnet.gc.collections"] = Generation,
            ["dotnet.gc.heap.total_allocated"] = None,
            ["dotnet.gc.last_collection.memory.committed_size"] = None,
            ["dotnet.gc.last_collection.heap.size"] = Generation,
            ["dotnet.gc.pause.time"] = None,
            ["dotnet.thread_pool.thread.count"] = None,
            ["dotnet.thread_pool.work_item.count"] = None,
            ["dotnet.thread_pool.queue.length"] = None,
            ["dotnet.monitor.lock_contentions"] = None,
            ["dotnet.exceptions"] = ["error.type"],
        }.ToFrozenDictionary(),
    }.ToFrozenDictionary();
}
