using TenantGateway.Load.Processes;

namespace TenantGateway.Load.Series;

/// <param name="Name">What the route has that the one before has not.</param>
/// <param name="Over">The one before; null for the first, which is bare YARP.</param>
/// <param name="Policy">The name of the policy and the route.</param>
/// <param name="Text">The policy.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Answer">What it is asked for: <see cref="Backend.BareAnswer"/> for an answer without any field.</param>
/// <param name="IsLess">Whether it lacks what the other one has.</param>
internal sealed record FeatureStep(string Name, string? Over, string Policy, string Text, string Body, string Answer = "echo", bool IsLess = false)
{
    /// <summary>Whether it goes through bare YARP, which has one route and no policies.</summary>
    public bool IsBare => Over is null;
}

/// <summary>The routes whose costs are compared, from what everybody gets to all there is.</summary>
internal static class FeatureSteps
{
    private const string Bare = "bare YARP: routing, forwarding";
    private const string Opaque = "opaque bodies: limits, hygiene, identity, metrics";
    private const string Inspect = "reading both bodies, nothing found";
    private const string Identity = "identity: token (known), tenancy, quota, assertion (cached)";
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
        new(Bare, null, "all", "", Contact.At(1)),
        new(Opaque, Bare, "known", """{ "name": "known", "opaque": ["application/json"] }""", Contact.At(1)),
        new(Inspect, Opaque, "protecting", $$"""{ "name": "protecting", {{Fields}}, "access": { "write": [ { {{Classes}} } ] } }""", Contact.Bare, Backend.BareAnswer),
        new(Identity, Inspect, "open", $$"""{ "name": "open", "callers": "anonymous", "maxBodyBytes": 65536, {{Fields}} }""", Contact.Bare, Backend.BareAnswer, IsLess: true),
        new(Protect, Inspect, "protecting", "", Contact.At(1), Backend.BareAnswer),
        new(Open, Protect, "opening", $$"""{ "name": "opening", {{Fields}}, "access": { "reveal": [ { {{Classes}}, "form": "remove" } ], "write": [ { {{Classes}} } ] } }""", Contact.At(1)),
        new(Reveal, Open, LoadWorld.Route, "", Contact.At(1)),
    ];

    /// <summary>The policies of all routes but the one that everybody has.</summary>
    public static IEnumerable<FeatureStep> WithPolicy => All.Where(step => step.Text.Length > 0);
}
