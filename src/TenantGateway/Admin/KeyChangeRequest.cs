using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using TenantGateway.Core.Access;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Admin;

/// <summary>What a call that changes keys says: the tenant in the path, <c>?dryRun=true</c>, and a generation in the body where one is meant.</summary>
internal static class KeyChangeRequest
{
    private const string DryRun = "dryRun";

    private const string Generation = "generation";

    public static bool TryFindTenant(HttpContext context, ITenantDirectory tenants, [NotNullWhen(true)] out Tenant? tenant)
    {
        tenant = TenantId.TryParse(context.Request.RouteValues["tenant"] as string, out var id) ? tenants.Find(id) : null;
        return tenant is not null;
    }

    /// <summary>Strict, also about parameters that are not there: a dry run that is misspelt must not be done in earnest.</summary>
    public static bool TryReadDryRun(IQueryCollection query, out bool isDryRun)
    {
        isDryRun = false;
        if (query.Count == 0) return true;
        // By its exact name: a look-up takes any case.
        return query.Count == 1 && query.Single() is { Key: DryRun, Value: ["true" or "false"] given } && bool.TryParse(given[0], out isDryRun);
    }

    /// <summary>Reads the body: an object with the key id where the call takes one, and else none or an empty object.</summary>
    public static async ValueTask<(KeyId? Generation, Refusal? Refusal)> ReadGenerationAsync(HttpContext context, bool isNeeded)
    {
        if (!isNeeded && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true) return (null, null);
        var (document, fault) = await DefinitionBody.ReadAsync(context.Request, context.RequestAborted);
        if (document is null) return (null, new Refusal(fault ?? Reasons.MalformedJson));
        using (document)
        {
            try
            {
                var generation = Read(document.RootElement, isNeeded, out var problems);
                return problems.Count == 0
                    ? (generation, null)
                    : (null, new Refusal(Reasons.InvalidDefinition) { Extensions = new Dictionary<string, object> { ["errors"] = problems } });
            }
            catch (InvalidOperationException)
            {
                // The only way in which the JSON reader says so.
                return (null, new Refusal(Reasons.LoneSurrogate));
            }
        }
    }

    private static KeyId? Read(JsonElement body, bool isNeeded, out List<DefinitionProblem> problems)
    {
        problems = [];
        var root = new DefinitionCursor(body, "$", problems);
        var members = isNeeded ? root.AsObject(Generation) : root.AsObject();
        if (!isNeeded) return null;
        if (!members.TryGetValue(Generation, out var cursor))
        {
            root.Report($"The member {Generation} is missing.", "Add it, with the key id of the generation.");
            return null;
        }

        if (cursor.AsText(KeyId.Length) is not { } text) return null;
        if (KeyId.TryParse(text, out var keyId)) return keyId;
        cursor.Report("It is no key id.", "Give six characters of [a-z2-7].");
        return null;
    }
}
