using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <param name="Name">What the route has that the one before has not.</param>
/// <param name="Over">The one before; null for the first.</param>
/// <param name="Policy">The name of the policy and the route.</param>
/// <param name="Text">The policy.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Answer">What it is asked for: <see cref="Backend.BareAnswer"/> for an answer without any field.</param>
internal sealed record FeatureStep(string Name, string? Over, string Policy, string Text, string Body, string Answer = "echo");

/// <summary>The routes whose costs are compared, from what everybody gets to all there is.</summary>
internal static class FeatureSteps
{
    private const string Edge = "edge: limits, hygiene, routing, metrics, forwarding";
    private const string Identity = "authentication (known token), tenancy, quota, assertion (cached)";
    private const string Inspect = "reading both bodies, nothing found";
    private const string Protect = "protect: five fields of the request";
    private const string Open = "five fields of the answer opened, none shown";
    private const string Reveal = "reveal and audit: the five shown, the record durable";

    private const string Fields =
        """
        "fields": [
          { "select": "$.email", "class": "email", "protection": "searchable" },
          { "select": "$.name", "class": "name" },
          { "select": "$.phone", "class": "phone" },
          { "select": "$.dateOfBirth", "class": "date-of-birth" },
          { "select": "$.address", "class": "address" }
        ]
        """;

    private const string Classes = """ "classes": ["email", "name", "phone", "date-of-birth", "address"], "roles": ["contacts.agent"] """;

    public static IReadOnlyList<FeatureStep> All { get; } =
    [
        new(Edge, null, "open", """{ "name": "open", "callers": "anonymous", "opaque": ["application/json"] }""", Contact.At(1)),
        new(Identity, Edge, "known", """{ "name": "known", "opaque": ["application/json"] }""", Contact.At(1)),
        new(Inspect, Identity, "protecting", $$"""{ "name": "protecting", {{Fields}}, "access": { "write": [ { {{Classes}} } ] } }""", Contact.Bare, Backend.BareAnswer),
        new(Protect, Inspect, "protecting", "", Contact.At(1), Backend.BareAnswer),
        new(Open, Protect, "opening", $$"""{ "name": "opening", {{Fields}}, "access": { "reveal": [ { {{Classes}}, "form": "remove" } ], "write": [ { {{Classes}} } ] } }""", Contact.At(1)),
        new(Reveal, Open, LoadWorld.Route, "", Contact.At(1)),
    ];

    /// <summary>The policies of all routes but the one that everybody has.</summary>
    public static IEnumerable<FeatureStep> WithPolicy => All.Where(step => step.Text.Length > 0);
}
