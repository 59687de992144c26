using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys.Rotation;

namespace TenantGateway.Admin;

/// <summary>The keys of a tenant under <c>/admin/tenants/{tenant}/keys</c>.</summary>
internal static class KeyEndpoints
{
    private const string Keys = "/tenants/{tenant}/keys";

    private static readonly KeyVerb[] Verbs =
    [
        new("rotate", RotationKind.Data, AuditEvent.DataKeyRotated, "rotateDataKey", "Gives the tenant a new generation of data keys, by which everything is written from then on."),
        new("rotate-kek", RotationKind.Kek, AuditEvent.KekRotated, "rotateKek", "Wraps the tenant's generations under a new version of its key-encryption key; no data is touched."),
        new("rotate-lookup", RotationKind.Lookup, AuditEvent.LookupKeyRotated, "rotateLookupKey", "Gives the tenant a new generation of lookup keys; both are searched by until the old one is finished.")
        {
            Refusals = [Reasons.LookupRotationUnfinished, Reasons.SearchUndeclared],
        },
        new("finish-lookup", RotationKind.FinishLookup, AuditEvent.LookupRotationFinished, "finishLookupRotation", "Ends the searches by the old lookup generation, once no token of it is left.")
        {
            Refusals = [Reasons.OldTokensRemain],
        },
        new("disable", RotationKind.Disable, AuditEvent.GenerationDisabled, "disableGeneration", "Disables a readable generation: nothing that was sealed under it opens.")
        {
            Request = typeof(GenerationDraft), Refusals = [Reasons.UnknownGeneration, Reasons.GenerationStateConflict],
        },
        new("enable", RotationKind.Enable, AuditEvent.GenerationEnabled, "enableGeneration", "Makes a disabled generation readable again.")
        {
            Request = typeof(GenerationDraft), Refusals = [Reasons.UnknownGeneration, Reasons.GenerationStateConflict],
        },
    ];

    public static void Map(AdminRoutes routes, IServiceProvider services)
    {
        routes.Get(Keys, services.GetRequiredService<KeyListing>().AnswerAsync, new AdminDescription("listKeys", "Every generation of a tenant's keys. Never a key, wrapped or not.")
        {
            Roles = [AdminRoles.KeyAdmin, AdminRoles.SecurityReviewer],
            Response = typeof(KeyList),
            Refusals = [Reasons.UnknownTenant],
        });
        var change = services.GetRequiredService<KeyChange>();
        foreach (var verb in Verbs) routes.Post($"{Keys}/{verb.Path}", change.Endpoint(verb.Kind, verb.Happened), verb.Describe());
    }

    /// <summary>One change of keys, and what the OpenAPI document says of it.</summary>
    private sealed record KeyVerb(string Path, RotationKind Kind, AuditEvent Happened, string Id, string Summary)
    {
        public Type? Request { get; init; }

        public Reason[] Refusals { get; init; } = [];

        public AdminDescription Describe() => new(Id, Summary)
        {
            Roles = [AdminRoles.KeyAdmin],
            Changes = true,
            Request = Request,
            Response = typeof(KeyRotationItem),
            Statuses = [StatusCodes.Status200OK, StatusCodes.Status202Accepted],
            Query = [("dryRun", "true: nothing is changed, and the answer says what would be.")],
            Refusals = [Reasons.UnknownTenant, Reasons.TenantStateConflict, Reasons.MalformedRequest, Reasons.ChangedMeanwhile, .. Refusals],
        };
    }
}
