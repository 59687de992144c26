using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Microsoft.AspNetCore.Routing.Patterns;
using TenantGateway.Core.Access;

namespace TenantGateway.Admin;

/// <summary>The OpenAPI 3.1 document of the admin plane, made of the descriptions of its endpoints: what is not described is not mapped, and what is not mapped is not described.</summary>
internal static class OpenApiDocument
{
    private const string Problem = "application/problem+json";
    private const string ProblemSchema = "Problem";

    private static readonly Reason[] Common =
    [
        Reasons.MissingToken, Reasons.InvalidToken, Reasons.InsufficientAuthentication, Reasons.SessionIdle, Reasons.UnknownOrganization, Reasons.RoleMissing,
        Reasons.InternalError, Reasons.RevocationsUnknown, Reasons.IdentityProviderUnavailable, Reasons.TenantKeyUnavailable, Reasons.KeyServiceUnavailable, Reasons.AuditUnavailable,
    ];

    private static readonly Reason[] OfBodies =
    [
        Reasons.InvalidUtf8, Reasons.MalformedJson, Reasons.LoneSurrogate, Reasons.DefinitionTooLarge, Reasons.UnsupportedMediaType, Reasons.UnsupportedContentEncoding, Reasons.InvalidDefinition,
    ];

    public static JsonObject Of(IEnumerable<Endpoint> endpoints)
    {
        var schemas = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal) { [ProblemSchema] = ProblemNode() };
        var paths = new SortedDictionary<string, SortedDictionary<string, JsonNode>>(StringComparer.Ordinal);
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<AdminDescription>() is not { } description) continue;
            var path = "/" + endpoint.RoutePattern.RawText?.Trim('/');
            if (!paths.TryGetValue(path, out var methods)) paths.Add(path, methods = new(StringComparer.Ordinal));
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []) methods.Add(method.ToLowerInvariant(), Operation(endpoint.RoutePattern, description, schemas));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "TenantGateway admin API",
                ["version"] = "1",
                ["description"] = "The operator's API. By default, reading takes a login of the last eight hours, a change one of the last 15 minutes and a reason, and what discloses or destroys for good one of the last five minutes; the settings may say otherwise. Every call is on record.",
            },
            ["security"] = new JsonArray(new JsonObject { ["operator"] = new JsonArray() }),
            ["paths"] = new JsonObject(paths.Select(path => KeyValuePair.Create(path.Key, (JsonNode?)new JsonObject(path.Value.Select(method => KeyValuePair.Create(method.Key, (JsonNode?)method.Value)))))),
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value))),
                ["securitySchemes"] = new JsonObject
                {
                    ["operator"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT", ["description"] = "An access token of the operator's organization for the admin plane." },
                },
            },
        };
    }

    private static JsonObject Operation(RoutePattern pattern, AdminDescription description, IDictionary<string, JsonNode> schemas)
    {
        var operation = new JsonObject
        {
            ["operationId"] = description.Id,
            ["summary"] = description.Summary,
            ["description"] = $"Takes one of the roles {string.Join(", ", description.Roles)}, and a login that is recent enough for {WordOf(description.Login)}.",
            ["x-login-age"] = WordOf(description.Login),
            ["parameters"] = Parameters(pattern, description),
        };
        if (description.Request is { } request)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { [description.MediaType] = new JsonObject { ["schema"] = SchemaOf(request, schemas) } } };
        }

        operation["responses"] = Responses(description, schemas);
        return operation;
    }

    private static JsonArray Parameters(RoutePattern pattern, AdminDescription description)
    {
        var parameters = pattern.Parameters.Select(parameter => Parameter(parameter.Name, "path", $"The {parameter.Name}'s id.", isRequired: true))
            .Concat(description.Query.Select(parameter => Parameter(parameter.Name, "query", parameter.Description, isRequired: false)))
            .Concat(description.Headers.Select(header => Parameter(header.Name, "header", header.Description, isRequired: true)));
        if (description.Changes)
        {
            parameters = parameters.Append(Parameter(
                ChangeReason.Header, "header", $"Why, for the audit trail: 1 to {ChangeReason.MaxLength} characters in percent-encoded UTF-8, without personal data.", isRequired: true));
        }

        return new JsonArray([.. parameters]);
    }

    private static JsonNode Parameter(string name, string place, string description, bool isRequired) => new JsonObject
    {
        ["name"] = name,
        ["in"] = place,
        ["description"] = description,
        ["required"] = isRequired,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Responses(AdminDescription description, IDictionary<string, JsonNode> schemas)
    {
        var responses = new JsonObject();
        foreach (var status in description.Statuses)
        {
            responses[Text(status)] = new JsonObject { ["description"] = "Done.", ["content"] = new JsonObject { [description.MediaType] = new JsonObject { ["schema"] = SchemaOf(description.Response, schemas) } } };
        }

        var refusals = Common.Concat(description.Refusals).Concat(description.Changes ? [Reasons.MissingReason] : []).Concat(description.Request is null ? [] : OfBodies);
        foreach (var group in refusals.Distinct().GroupBy(reason => reason.Status).OrderBy(group => group.Key))
        {
            responses[Text(group.Key)] = new JsonObject
            {
                ["description"] = string.Join(" ", group.Select(reason => $"{reason.Code}: {reason.Title}")),
                ["content"] = new JsonObject { [Problem] = new JsonObject { ["schema"] = ProblemOf(group) } },
            };
        }

        return responses;
    }

    private static JsonObject ProblemOf(IEnumerable<Reason> reasons) => new()
    {
        ["allOf"] = new JsonArray(
            Reference(ProblemSchema),
            new JsonObject { ["properties"] = new JsonObject { ["reason"] = new JsonObject { ["enum"] = new JsonArray([.. reasons.Select(reason => (JsonNode)reason.Code)]) } } }),
    };

    private static JsonObject SchemaOf(Type type, IDictionary<string, JsonNode> schemas)
    {
        if (type == typeof(object)) return new JsonObject { ["type"] = "object" };
        if (!schemas.ContainsKey(type.Name)) schemas.Add(type.Name, Schema());
        return Reference(type.Name);

        JsonNode Schema() => TenantItem.Json.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            // Any value: an empty schema says the same as the schema true, and more tools read it.
            TransformSchemaNode = (_, schema) => schema is JsonValue ? new JsonObject() : schema,
        });
    }

    private static JsonObject Reference(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };

    private static JsonObject ProblemNode() => new()
    {
        ["description"] = "Problem details (RFC 9457). Programs go by reason, people by title and remedy.",
        ["type"] = "object",
        ["required"] = new JsonArray("type", "title", "status", "reason", "remedy", "requestId"),
        ["properties"] = new JsonObject(((ReadOnlySpan<(string, string)>)
        [
            ("type", "string"), ("title", "string"), ("status", "integer"), ("reason", "string"), ("remedy", "string"), ("location", "string"), ("requestId", "string"), ("errors", "array"),
        ]).ToArray().Select(member => KeyValuePair.Create(member.Item1, (JsonNode?)new JsonObject { ["type"] = member.Item2 }))),
    };

    private static string WordOf(LoginAge age) => age switch
    {
        LoginAge.Reading => "reading",
        LoginAge.Change => "change",
        LoginAge.Disclosure => "disclosure",
        _ => throw new UnreachableException(),
    };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
