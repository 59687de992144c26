using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using TenantGateway.Core.Tenants;
using TenantGateway.Core.Tokens;
using TenantGateway.Protection;

namespace TenantGateway.Tests.Protection;

/// <summary>A unit pipeline on keys, an audit trail and tenants that a test slows down or breaks.</summary>
internal sealed class PipelineBench : IDisposable
{
    public static readonly TenantId Acme = TenantId.Parse("acme");
    public static readonly TenantId Globex = TenantId.Parse("globex");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public PipelineBench()
    {
        Keys.AddTenant(Acme);
        Keys.AddTenant(Globex);
        Pipeline = new UnitPipeline(
            Keys, Keys, Sightings, Audit, Tenants, new NoChallenge(), new DistinctValues(), new NoRecognizers(), TimeProvider.System, new ProtectionMetrics(_services.GetRequiredService<IMeterFactory>()), NullLogger<UnitPipeline>.Instance);
    }

    public FakeKeyRings Keys { get; } = new();

    public FakeSightings Sightings { get; } = new();

    public FakeAuditTrail Audit { get; } = new();

    public FakeTenants Tenants { get; } = new(Acme, Globex);

    public UnitPipeline Pipeline { get; }

    /// <summary>Runs one unit and answers its bytes; a refusal is answered as its code.</summary>
    public async Task<(string? Refused, string Unit)> RunAsync(string unit, PlanOperation operation, bool fromCaller, string role = "agent", TenantId? tenant = null)
    {
        var context = Context(operation, fromCaller, role, tenant ?? Acme);
        var bytes = Encoding.UTF8.GetBytes(unit);
        var outcome = await Pipeline.RunAsync(context, fromCaller ? context.Plan.Request : context.Plan.Response, bytes, CancellationToken.None);
        using var rewritten = outcome.Rewritten;
        return (outcome.Refusal?.Reason.Code, Encoding.UTF8.GetString(rewritten is null ? bytes : rewritten.Written));
    }

    /// <summary>A stored token, as a service may have got it at any time.</summary>
    public static string Token(GenerationKey key, string fieldClass, string value)
    {
        using var output = new ByteBuffer(256);
        StoredToken.Seal(key, new Payload(PayloadType.Text, Encoding.ASCII.GetBytes(fieldClass), Encoding.UTF8.GetBytes(value)), output);
        return Encoding.ASCII.GetString(output.Written);
    }

    public static string Member(string json, string name) => JsonNode.Parse(json)?[name]?.ToString() ?? "";

    public void Dispose() => _services.Dispose();

    // The agent sees and writes everything, the clerk sees masks and writes nothing, everybody else gets handles.
    private static UnitContext Context(PlanOperation operation, bool fromCaller, string role, TenantId tenant)
    {
        var (request, response) = fromCaller ? (operation, Opposite(operation)) : (Opposite(operation), operation);
        var policy = PolicyReader.Read("bench.json", Encoding.UTF8.GetBytes($$"""
            {
              "name": "bench", "request": "{{Name(request)}}", "response": "{{Name(response)}}",
              "fields": [ { "select": "$.name", "class": "name" }, { "select": "$.email", "class": "email", "protection": "searchable" } ],
              "access": {
                "reveal": [
                  { "classes": ["name", "email"], "roles": ["agent"], "form": "clear" },
                  { "classes": ["name", "email"], "roles": ["clerk"], "form": "mask" }
                ],
                "write": [ { "classes": ["name", "email"], "roles": ["agent"] } ]
              }
            }
            """));
        return new UnitContext
        {
            Plan = RoutePlan.Compile(policy.Policy ?? throw new InvalidOperationException(string.Join(' ', policy.Problems))),
            PolicyVersion = "v",
            Actor = new Actor
            {
                Tenant = tenant,
                Id = new ActorId(ActorId.Prefix + role),
                Roles = new[] { role }.ToFrozenSet(),
                Scopes = FrozenSet<string>.Empty,
                AuthenticatedAt = null,
                Evidence = "mfa",
            },
            Route = "bench",
            RequestId = "request",
            Caller = new UnitCaller(System.Net.IPAddress.Parse("203.0.113.77"), "curl/8", "auth0|ada"),
        };
    }

    private sealed class NoChallenge : ILoginChallenge
    {
        public string Value(TimeSpan maxAge) => throw new NotSupportedException();

        public Refusal Refuse(TimeSpan maxAge, string? location) => throw new NotSupportedException();
    }

    private static PlanOperation Opposite(PlanOperation operation) => operation == PlanOperation.Protect ? PlanOperation.Reveal : PlanOperation.Protect;

    private static string Name(PlanOperation operation) => operation == PlanOperation.Protect ? "protect" : "reveal";
}
