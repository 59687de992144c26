using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys.Rotation;

namespace TenantGateway.Admin;

/// <summary>The keys of a tenant under <c>/admin/tenants/{tenant}/keys</c>.</summary>
internal static class KeyEndpoints
{
    private const string Keys = "/tenants/{tenant}/keys";

    private static readonly (string Path, RotationKind Kind, AuditEvent Happened)[] Changes =
    [
        ("rotate", RotationKind.Data, AuditEvent.DataKeyRotated),
        ("rotate-kek", RotationKind.Kek, AuditEvent.KekRotated),
        ("rotate-lookup", RotationKind.Lookup, AuditEvent.LookupKeyRotated),
        ("finish-lookup", RotationKind.FinishLookup, AuditEvent.LookupRotationFinished),
        ("disable", RotationKind.Disable, AuditEvent.GenerationDisabled),
        ("enable", RotationKind.Enable, AuditEvent.GenerationEnabled),
    ];

    public static void Map(IEndpointRouteBuilder admin)
    {
        var listing = admin.ServiceProvider.GetRequiredService<KeyListing>();
        admin.MapGet(Keys, AdminGuard.For([AdminRoles.KeyAdmin, AdminRoles.SecurityReviewer], listing.AnswerAsync));
        admin.Map(Keys, AdminGuard.Nothing(NotAllowed("GET")));
        var change = admin.ServiceProvider.GetRequiredService<KeyChange>();
        foreach (var (path, kind, happened) in Changes)
        {
            admin.MapPost($"{Keys}/{path}", AdminGuard.For([AdminRoles.KeyAdmin], change.Endpoint(kind, happened)));
            admin.Map($"{Keys}/{path}", AdminGuard.Nothing(NotAllowed("POST")));
        }
    }

    private static Refusal NotAllowed(string allowed) => new(Reasons.MethodNotAllowed) { Headers = [new("Allow", allowed)] };
}
