using System.Text;

namespace TenantGateway.Core.Tests.Protection.Policies;

/// <summary>Policies that are valid, and the pieces to make others of.</summary>
internal static class SamplePolicies
{
    /// <summary>Uses every property there is.</summary>
    /// <summary>Every property that only a policy for callers without a token has.</summary>
    public const string Signed = """
        {
          "name": "payments",
          "callers": "signature",
          "maxBodyBytes": 65536,
          "signature": { "webhook": "payments", "scheme": "timestamped", "header": "Stripe-Signature", "toleranceSeconds": 120, "rememberDays": 7 },
          "fields": [ { "select": "$.email", "class": "email" } ],
          "access": { "write": [ { "classes": ["email"] } ] }
        }
        """;

    public const string Full = """
        {
          "$schema": "../docs/policy.schema.json",
          "name": "contacts",
          "callers": "both",
          "description": "Contacts of the CRM",
          "request": "protect",
          "response": "reveal",
          "fields": [
            { "select": ["$.email", "$.items[*].email"], "class": "email", "protection": "searchable" },
            { "select": "$.name", "class": "name", "protection": "searchable", "acceptGuessable": "Support finds callers by name." },
            { "select": ["$['date-of-birth']", "$.items.*[\"date-of-birth\"]"], "class": "date-of-birth" },
            { "select": "$.address", "class": "address", "protection": "randomised" },
            { "select": "$.address.country", "class": "region" },
            { "select": "$.health", "class": "health" },
            { "select": "$.referrer", "class": "email", "protection": "pseudonym" },
            { "select": "$.birthplace", "class": "address", "protection": "removed" },
            { "select": "$.mobile", "class": "phone", "protection": "searchable", "shape": "phone", "unfit": "token", "allowUnauthenticated": "The service takes nothing but numbers." }
          ],
          "query": [
            { "parameter": "email", "class": "email" },
            { "parameter": "mail", "class": "email", "twoTokens": "list", "separator": ";" },
            { "parameter": "mailbox", "class": "email", "twoTokens": "fan-out", "items": "$.items", "id": "$.id", "counts": ["$.count", "$.meta.total"], "beside": ["stage", "team"] }
          ],
          "path": [ { "template": "/contacts/\u007bemail}", "class": "email", "twoTokens": "list", "separator": ":" } ],
          "headers": [
            { "header": "X-Contact-Name", "class": "name", "use": "write", "protection": "searchable", "acceptGuessable": "Names are searched by.", "encoding": "percent" },
            { "header": "X-Find", "class": "email", "use": "search", "twoTokens": "list", "separator": "," }
          ],
          "cookies": [ { "cookie": "last", "class": "name", "protection": "searchable", "acceptGuessable": "Names are searched by.", "encoding": "plain" } ],
          "access": {
            "purposes": [
              { "name": "support-case", "roles": ["contacts.agent"], "scopes": [], "clients": ["crm-web"] },
              { "name": "billing", "services": ["invoices"] }
            ],
            "reveal": [
              { "classes": ["email", "name"], "roles": ["contacts.agent"], "scopes": [], "form": "clear" },
              { "classes": ["date-of-birth"], "roles": ["contacts.agent"], "alsoScopes": ["contacts:read"], "purposes": ["support-case"], "maxLoginAgeSeconds": 900, "stepUp": true, "form": "clear" },
              { "classes": ["name"], "services": ["invoices"], "purposes": ["billing"], "form": "clear" },
              { "classes": ["email"], "roles": ["Contacts Analyst"], "form": "mask" },
              { "classes": ["region"], "scopes": ["contacts:read"], "form": "handle" }
            ],
            "write": [
              { "classes": ["email"], "roles": ["contacts.agent"], "scopes": [] },
              { "classes": ["name"], "services": ["invoices"], "alsoScopes": ["contacts:write"], "purposes": ["billing"] },
              { "classes": ["region"], "roles": ["contacts.agent"], "maxLoginAgeSeconds": 600, "stepUp": false }
            ],
            "search": [
              { "classes": ["email"], "roles": [], "scopes": ["contacts:search"] },
              { "classes": ["name"], "roles": ["contacts.agent"], "services": [], "alsoScopes": ["contacts:search"], "purposes": ["support-case"], "maxLoginAgeSeconds": 300, "stepUp": true }
            ],
            "deny": [ { "classes": ["region"], "roles": ["contractor"], "scopes": [], "services": [], "purposes": [], "rights": ["reveal", "write"] } ],
            "limits": [ { "classes": ["email"], "distinctSearches": 200, "distinctWrites": 5000, "perSeconds": 1800 } ]
          },
          "identifying": [ "email" ],
          "classes": [
            { "class": "email", "canonical": [ "trim", "lower" ] },
            { "class": "date-of-birth", "type": "date" },
            { "class": "health", "forbidden": true }
          ],
          "mode": "enforce",
          "unlisted": "scan",
          "plain": { "select": [ "$.id", "$.items[*].id" ], "query": "page", "form": "stage" },
          "recognition": { "kinds": [ "email", "national-id" ], "found": "refuse", "recognizer": { "name": "names", "language": "de", "minScore": 60, "entities": [ { "entity": "PERSON", "class": "name" }, { "entity": "LOCATION", "class": "address" } ] } },
          "caching": "opaque",
          "texts": [ "$.note", "$.messages[*].content" ],
          "embedded": [ "$.calls[*].arguments", "$.payload" ],
          "form": [
            { "field": "email", "class": "email", "protection": "searchable" },
            { "field": "mobile", "class": "phone", "protection": "searchable", "shape": "phone", "unfit": "token", "allowUnauthenticated": "The service takes nothing but numbers." },
            { "field": ["name", "user[name]"], "class": "name", "protection": "searchable", "acceptGuessable": "Support finds callers by name." }
          ],
          "files": [ "image/png", "text/*" ],
          "streams": [ "lines", "events" ],
          "opaque": [ "websocket", "application/pdf", { "type": "image/*", "direction": "response" } ]
        }
        """;

    public const string Smallest = """{ "name": "notes", "fields": [ { "select": "$.note", "class": "free-text" } ] }""";

    /// <summary>Protects nothing and lets everything named here pass.</summary>
    public const string OpaqueOnly = """{ "name": "events", "opaque": [ "application/json", "application/grpc", "text/event-stream", "websocket" ] }""";

    public const string Repeated = """{ "name": "mails", "fields": [ { "select": "$.a", "class": "email", "protection": "searchable" } ], "query": [ { "parameter": "a", "class": "email", "twoTokens": "repeat" } ] }""";

    public static readonly TheoryData<string> All = [Full, Smallest, OpaqueOnly, Repeated];

    public static ReadOnlyMemory<byte> Bytes(string json) => Encoding.UTF8.GetBytes(json);

    public static string With(string fields = """{ "select": "$.email", "class": "email", "protection": "searchable" }""", string query = "", string reveal = "", string write = "", string more = "", string access = "") =>
        $$"""{ "name": "contacts", "fields": [{{fields}}], "query": [{{query}}], "access": { "reveal": [{{reveal}}], "write": [{{write}}]{{access}} }{{more}} }""";
}
