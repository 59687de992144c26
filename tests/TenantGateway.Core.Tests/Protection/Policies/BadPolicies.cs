using static TenantGateway.Core.Tests.Protection.Policies.SamplePolicies;

namespace TenantGateway.Core.Tests.Protection.Policies;

/// <summary>One mistake a row: the situation, the file, the path that is told, and a piece of what is told about it.</summary>
public static class BadPolicies
{
    private const string Email = """{ "select": "$.email", "class": "email", "protection": "searchable" }""";
    private const string Agent = "\"roles\": [\"agent\"]";

    private static string Query(string more) => $$"""{ "parameter": "a", "class": "email", {{more}} }""";

    private static string FanOut(string parameter) => $$"""{ "parameter": "{{parameter}}", "class": "email", "twoTokens": "fan-out", "items": "$.items", "id": "$.id" }""";

    private const string Cap = ", \"maxBodyBytes\": 1024";

    private static string Open(string callers, string more) => $$"""{ "name": "open", "callers": "{{callers}}", "fields": [ {{Email}} ]{{more}} }""";

    private static string Signature(string scheme, string more = "") => $$""", "signature": { "webhook": "payments", "scheme": "{{scheme}}"{{more}} }""";

    private static string Rules(string list, string more) => $$""", "access": { "{{list}}": [ { "classes": ["email"], {{more}} } ] }""";

    public static readonly TheoryData<string, string, string, string> All = new()
    {
        // :: Structure
        { "not an object", "[]", "$", "Found an array where an object belongs" },
        { "null", "null", "$", "Found null" },
        { "no name", """{ "fields": [ { "select": "$.a", "class": "email" } ] }""", "$.name", "missing" },
        { "no fields", """{ "name": "a" }""", "$.fields", "missing" },
        { "empty fields", """{ "name": "a", "fields": [] }""", "$.fields", "empty" },
        { "null fields", """{ "name": "a", "fields": null }""", "$.fields", "Found null where an array belongs" },
        { "name in capitals", Smallest.Replace("notes", "Notes", StringComparison.Ordinal), "$.name", "a-z, 0-9 and hyphen" },
        { "empty name", Smallest.Replace("notes", "", StringComparison.Ordinal), "$.name", "1 to 64" },
        { "long name", Smallest.Replace("notes", new string('a', 65), StringComparison.Ordinal), "$.name", "1 to 64" },
        { "name ending in a line feed", Smallest.Replace("notes", "notes\\n", StringComparison.Ordinal), "$.name", "1 to 64" },
        { "unknown property", With(more: ", \"feilds\": []"), "$.feilds", "Did you mean fields?" },
        { "unknown property unlike any", With(more: ", \"x y\": 1"), "$['x y']", "Known here: $schema, name" },
        { "property in another case", With(more: ", \"Access\": {}"), "$.Access", "Did you mean access?" },
        { "duplicate property", With(more: ", \"name\": \"contacts\""), "$.name", "twice" },
        { "duplicate property, escaped", With(more: ", \"n\\u0061me\": \"contacts\""), "$.name", "twice" },
        { "wrong operation", With(more: ", \"request\": \"protekt\""), "$.request", "Did you mean protect?" },
        { "operation in another case", With(more: ", \"response\": \"Reveal\""), "$.response", "Did you mean reveal?" },
        { "operation as a number", With(more: ", \"request\": 0"), "$.request", "Found a number where a string belongs" },
        { "description as an object", With(more: ", \"description\": {}"), "$.description", "Found an object" },
        { "field is a string", With(Email + ", \"$.a\""), "$.fields[1]", "Found a string where an object belongs" },
        { "field without selector", With(Email + """, { "class": "email" }"""), "$.fields[1].select", "missing" },
        { "field without class", With(Email + """, { "select": "$.a" }"""), "$.fields[1].class", "missing" },
        { "bad class", With(Email + """, { "select": "$.a", "class": "E-Mail" }"""), "$.fields[1].class", "starting with a letter" },
        { "no selector in the array", With(Email + """, { "select": [], "class": "email" }"""), "$.fields[1].select", "empty" },
        { "selector is a number", With(Email + """, { "select": ["$.a", 1], "class": "email" }"""), "$.fields[1].select[1]", "Found a number" },
        { "unknown protection", With(Email + """, { "select": "$.a", "class": "email", "protection": "randomized" }"""), "$.fields[1].protection", "Did you mean randomised?" },
        { "unknown property of a field", With(Email + """, { "selector": "$.a", "select": "$.a", "class": "email" }"""), "$.fields[1].selector", "Did you mean select?" },
        { "parameter without name", With(query: """{ "class": "email" }"""), "$.query[0].parameter", "missing" },
        { "empty parameter", With(query: """{ "parameter": "", "class": "email" }"""), "$.query[0].parameter", "1 to 256" },
        { "parameter without class", With(query: """{ "parameter": "email" }"""), "$.query[0].class", "missing" },
        { "reveal without form", With(reveal: $$"""{ "classes": ["email"], {{Agent}} }"""), "$.access.reveal[0].form", "missing" },
        { "unknown form", With(reveal: $$"""{ "classes": ["email"], {{Agent}}, "form": "masked" }"""), "$.access.reveal[0].form", "Did you mean mask?" },
        { "form on a write rule", With(write: $$"""{ "classes": ["email"], {{Agent}}, "form": "clear" }"""), "$.access.write[0].form", "unknown" },
        { "rule without classes", With(write: $$"""{ {{Agent}} }"""), "$.access.write[0].classes", "missing" },
        { "rule with empty classes", With(write: $$"""{ "classes": [], {{Agent}} }"""), "$.access.write[0].classes", "empty" },
        { "blank role", With(write: """{ "classes": ["email"], "roles": [" "] }"""), "$.access.write[0].roles[0]", "white space" },
        { "scope with a space", With(write: """{ "classes": ["email"], "scopes": ["a b"] }"""), "$.access.write[0].scopes[0]", "without space" },
        { "roles as a string", With(write: """{ "classes": ["email"], "roles": "agent" }"""), "$.access.write[0].roles", "where an array belongs" },

        { "neither fields nor opaque, but the rest", """{ "name": "a", "access": {} }""", "$.fields", "opaque" },
        { "empty opaque", """{ "name": "a", "opaque": [] }""", "$.opaque", "empty" },
        { "opaque as a string", """{ "name": "a", "opaque": "websocket" }""", "$.opaque", "where an array belongs" },
        { "opaque number", """{ "name": "a", "opaque": [ "image/png", 1 ] }""", "$.opaque[1]", "Found a number" },
        { "opaque without type", """{ "name": "a", "opaque": [ { "direction": "request" } ] }""", "$.opaque[0].type", "missing" },
        { "opaque in an unknown direction", """{ "name": "a", "opaque": [ { "type": "image/png", "direction": "out" } ] }""", "$.opaque[0].direction", "request, response, both" },
        { "opaque with parameters", """{ "name": "a", "opaque": [ "text/plain; charset=utf-8" ] }""", "$.opaque[0]", "without parameters" },
        { "opaque in capitals", """{ "name": "a", "opaque": [ "Image/PNG" ] }""", "$.opaque[0]", "lower case" },
        { "everything opaque", """{ "name": "a", "opaque": [ "*/*" ] }""", "$.opaque[0]", "*/* is refused" },
        { "everything opaque, as an object", """{ "name": "a", "opaque": [ { "type": "*" } ] }""", "$.opaque[0].type", "*/* is refused" },
        { "suffix wildcard", """{ "name": "a", "opaque": [ "application/*+xml" ] }""", "$.opaque[0]", "image/*" },

        // :: Selectors
        { "selector of an unsupported kind", With(Email + """, { "select": "$..a", "class": "email" }"""), "$.fields[1].select", "not supported" },
        { "selector in an array", With(Email + """, { "select": ["$.a", "$[0]"], "class": "email" }"""), "$.fields[1].select[1]", "not supported" },
        { "same path", With(Email + """, { "select": "$.email", "class": "name" }"""), "$.fields[1].select", "$.fields[0].select" },
        { "same path, written otherwise", With(Email + """, { "select": ["$.a", "$['email']"], "class": "email" }"""), "$.fields[1].select[1]", "same path" },
        { "same path in one rule", With(Email + """, { "select": ["$.a.*", "$.a[*]"], "class": "email" }"""), "$.fields[1].select[1]", "$.fields[1].select[0]" },
        { "names differ in case", With(Email + """, { "select": "$.eMail", "class": "email" }"""), "$.fields[1].select", "only in case" },
        { "names differ in case below a wildcard", With("""{ "select": ["$.items[*].a.Email", "$.items.list.a.email.work"], "class": "email", "protection": "searchable" }"""), "$.fields[0].select[1]", "only in case" },
        { "parents differ in case", With("""{ "select": ["$.Work.email", "$.work.phone"], "class": "email", "protection": "searchable" }"""), "$.fields[0].select[1]", "only in case" },
        { "one length, different class", With(Email + """, { "select": "$.*", "class": "free-text" }"""), "$.fields[1].select", "treated differently" },
        { "one length, different protection", With("""{ "select": "$.a[*]", "class": "email", "protection": "searchable" }, { "select": "$.*.b", "class": "email" }"""), "$.fields[1].select", "treated differently" },
        { "too many paths", With(string.Join(", ", Enumerable.Range(0, 1001).Select(i => $$"""{ "select": "$.f{{i}}", "class": "email" }"""))), "$.fields", "more than 1000 paths" },

        // :: What rules mean together
        { "searchable name", With("""{ "select": "$.a", "class": "name", "protection": "searchable" }"""), "$.fields[0].acceptGuessable", "guessed" },
        { "searchable date of birth", With("""{ "select": "$.a", "class": "date-of-birth", "protection": "searchable" }"""), "$.fields[0].acceptGuessable", "guessed" },
        { "searchable name with a blank reason", With("""{ "select": "$.a", "class": "name", "protection": "searchable", "acceptGuessable": " " }"""), "$.fields[0].acceptGuessable", "reason" },
        { "reason for a randomised name", With("""{ "select": "$.a", "class": "name", "acceptGuessable": "why" }"""), "$.fields[0].acceptGuessable", "nothing to accept" },
        { "reason for a searchable email", With("""{ "select": "$.a", "class": "email", "protection": "searchable", "acceptGuessable": "why" }"""), "$.fields[0].acceptGuessable", "nothing to accept" },
        { "search for what is randomised", With("""{ "select": "$.a", "class": "email" }""", query: """{ "parameter": "a", "class": "email" }"""), "$.query[0].class", "No searchable field" },
        { "search for what is not stored", With(query: """{ "parameter": "a", "class": "phone" }"""), "$.query[0].class", "No searchable field" },
        { "same parameter", With(query: """{ "parameter": "a", "class": "email" }, { "parameter": "a", "class": "email" }"""), "$.query[1].parameter", "twice" },
        { "parameters differ in case", With(query: """{ "parameter": "email", "class": "email" }, { "parameter": "Email", "class": "email" }"""), "$.query[1].parameter", "only in case" },
        { "parameter of a policy that reveals requests", With(query: """{ "parameter": "email", "class": "email" }""", more: ", \"request\": \"reveal\""), "$.query", "reveals requests" },
        { "unknown way of two tokens", With(query: Query("\"twoTokens\": \"fanout\"")), "$.query[0].twoTokens", "Did you mean fan-out?" },
        { "separator that occurs in tokens", With(query: Query("\"twoTokens\": \"list\", \"separator\": \".\"")), "$.query[0].separator", "occur in tokens" },
        { "separator without a list", With(query: Query("\"twoTokens\": \"repeat\", \"separator\": \";\"")), "$.query[0].separator", "belongs to \"twoTokens\": \"list\"" },
        { "rows without fan-out", With(query: Query("\"items\": \"$.items\"")), "$.query[0].items", "belongs to \"twoTokens\": \"fan-out\"" },
        { "id without fan-out", With(query: Query("\"twoTokens\": \"list\", \"id\": \"$.id\"")), "$.query[0].id", "belongs to" },
        { "counts without fan-out", With(query: Query("\"twoTokens\": \"repeat\", \"counts\": \"$.count\"")), "$.query[0].counts", "belongs to" },
        { "parameters beside without fan-out", With(query: Query("\"beside\": [\"stage\"]")), "$.query[0].beside", "belongs to" },
        { "fan-out without rows", With(query: Query("\"twoTokens\": \"fan-out\", \"id\": \"$.id\"")), "$.query[0].items", "joined exactly" },
        { "fan-out without id", With(query: Query("\"twoTokens\": \"fan-out\", \"items\": \"$\"")), "$.query[0].id", "joined exactly" },
        { "rows at a wildcard", With(query: Query("\"twoTokens\": \"fan-out\", \"items\": \"$.pages[*].items\", \"id\": \"$.id\"")), "$.query[0].items", "no one place" },
        { "rows at an index", With(query: Query("\"twoTokens\": \"fan-out\", \"items\": \"$[0]\", \"id\": \"$.id\"")), "$.query[0].items", "not supported" },
        { "id that is protected", With(query: Query("\"twoTokens\": \"fan-out\", \"items\": \"$\", \"id\": \"$.email\""), fields: "{ \"select\": \"$[*].email\", \"class\": \"email\", \"protection\": \"searchable\" }"), "$.query[0].id", "under each key" },
        { "count in the rows", With(query: Query("\"twoTokens\": \"fan-out\", \"items\": \"$.items\", \"id\": \"$.id\", \"counts\": \"$.items.count\"")), "$.query[0].counts", "in the array" },
        { "count of a bare array", With(query: Query("\"twoTokens\": \"fan-out\", \"items\": \"$\", \"id\": \"$.id\", \"counts\": \"$.count\"")), "$.query[0].counts", "holds no count" },
        { "two parameters that fan out", With(query: FanOut("a") + ", " + FanOut("b")), "$.query[1].twoTokens", "four times" },
        { "neither role nor scope", With(write: """{ "classes": ["email"] }"""), "$.access.write[0]", "neither role nor scope" },
        { "empty roles and scopes", With(reveal: """{ "classes": ["email"], "roles": [], "scopes": [], "form": "mask" }"""), "$.access.reveal[0]", "neither role nor scope" },
        { "service in capitals", With(write: """{ "classes": ["email"], "services": ["Billing"] }"""), "$.access.write[0].services[0]", "starting with a letter" },
        { "old login as a text", With(write: $$"""{ "classes": ["email"], {{Agent}}, "maxLoginAgeSeconds": "900" }"""), "$.access.write[0].maxLoginAgeSeconds", "Found a string where a number belongs" },
        { "login of no age", With(write: $$"""{ "classes": ["email"], {{Agent}}, "maxLoginAgeSeconds": 0 }"""), "$.access.write[0].maxLoginAgeSeconds", "60 to 86400" },
        { "login of part of a second", With(write: $$"""{ "classes": ["email"], {{Agent}}, "maxLoginAgeSeconds": 90.5 }"""), "$.access.write[0].maxLoginAgeSeconds", "60 to 86400" },
        { "step up as a text", With(write: $$"""{ "classes": ["email"], {{Agent}}, "maxLoginAgeSeconds": 90, "stepUp": "yes" }"""), "$.access.write[0].stepUp", "where a boolean belongs" },
        { "step up to nothing", With(write: $$"""{ "classes": ["email"], {{Agent}}, "stepUp": true }"""), "$.access.write[0].stepUp", "nothing to step up to" },
        { "login of a service", With(write: """{ "classes": ["email"], "services": ["billing"], "maxLoginAgeSeconds": 900 }"""), "$.access.write[0].maxLoginAgeSeconds", "never logs in" },
        { "purpose that nobody declares", With(write: $$"""{ "classes": ["email"], {{Agent}}, "purposes": ["support"] }"""), "$.access.write[0].purposes[0]", "does not declare" },
        { "purpose that is misspelled", With(write: $$"""{ "classes": ["email"], {{Agent}}, "purposes": ["suport"] }""", access: $$""", "purposes": [ { "name": "support", {{Agent}} } ]"""), "$.access.write[0].purposes[0]", "Did you mean support?" },
        { "purpose that anybody may state", With(access: """, "purposes": [ { "name": "support" } ]"""), "$.access.purposes[0]", "Anybody" },
        { "purpose twice", With(access: $$""", "purposes": [ { "name": "support", {{Agent}} }, { "name": "support", {{Agent}} } ]"""), "$.access.purposes[1].name", "twice" },
        { "limit of nothing", With(access: """, "limits": [ { "classes": ["email"] } ]"""), "$.access.limits[0]", "bounds nothing" },
        { "limit twice", With(access: """, "limits": [ { "classes": ["email"], "distinctSearches": 1 }, { "classes": ["email"], "distinctWrites": 1 } ]"""), "$.access.limits[1].classes", "twice" },
        { "limit of none", With(access: """, "limits": [ { "classes": ["email"], "distinctSearches": 0 } ]"""), "$.access.limits[0].distinctSearches", "1 to 100000" },
        { "unknown callers", With(more: ", \"callers\": \"everybody\""), "$.callers", "Known here: people, services, both" },
        { "signature of people", With(more: ", \"signature\": {\"webhook\":\"a\",\"scheme\":\"standard\"}"), "$.signature", "no token" },
        { "cap of people", With(more: ", \"maxBodyBytes\": 1"), "$.maxBodyBytes", "no token" },
        { "strangers without a cap", Open("anonymous", ""), "$.maxBodyBytes", "missing" },
        { "strangers with too large a cap", Open("anonymous", ", \"maxBodyBytes\": 1048577"), "$.maxBodyBytes", "1 to 1048576" },
        { "strangers that sign", Open("anonymous", Cap + Signature("standard")), "$.signature", "sign nothing" },
        { "strangers to whom is revealed", Open("anonymous", Cap + Rules("reveal", "\"roles\": [\"a\"], \"form\": \"mask\"")), "$.access.reveal", "Nothing is revealed" },
        { "strangers who search", Open("anonymous", Cap + Rules("search", "\"roles\": [\"a\"]")), "$.access.search", "search by nothing" },
        { "strangers who search by a parameter", Open("anonymous", Cap + ", \"query\": [ { \"parameter\": \"email\", \"class\": \"email\" } ]"), "$.query", "search by nothing" },
        { "strangers with a role", Open("anonymous", Cap + Rules("write", "\"roles\": [\"a\"]")), "$.access.write[0]", "none meets" },
        { "strangers who log in", Open("anonymous", Cap + Rules("write", "\"maxLoginAgeSeconds\": 60")), "$.access.write[0]", "none meets" },
        { "strangers who are denied", Open("anonymous", Cap + Rules("deny", "\"roles\": [\"a\"]")), "$.access.deny", "No caller has a token" },
        { "strangers whose requests are revealed", Open("anonymous", Cap + ", \"request\": \"reveal\""), "$.request", "Nothing is revealed" },
        { "strangers who get stored tokens", Open("anonymous", Cap + ", \"response\": \"protect\""), "$.response", "never a caller's" },
        { "strangers who send opaque bodies", Open("anonymous", Cap + ", \"opaque\": [\"image/png\"]"), "$.opaque[0]", "always inspected" },
        { "strangers at a WebSocket", Open("anonymous", Cap + ", \"opaque\": [\"websocket\"]"), "$.opaque[0]", "always inspected" },
        { "senders who do not sign", Open("signature", Cap), "$.signature", "missing" },
        { "senders without a cap", Open("signature", Signature("standard")), "$.maxBodyBytes", "missing" },
        { "senders who get opaque answers", Open("signature", Cap + Signature("standard") + ", \"opaque\": [ { \"type\": \"image/png\", \"direction\": \"response\" } ]"), "$.opaque[0]", "read whole" },
        { "senders to whom is revealed", Open("signature", Cap + Signature("standard") + Rules("reveal", "\"services\": [\"a\"], \"form\": \"clear\"")), "$.access.reveal", "Nothing is revealed" },
        { "senders in an unknown way", Open("signature", Cap + Signature("rsa")), "$.signature.scheme", "Known here: standard, timestamped, body" },
        { "senders without a webhook", Open("signature", Cap + ", \"signature\": { \"scheme\": \"standard\" }"), "$.signature.webhook", "missing" },
        { "header of Standard Webhooks", Open("signature", Cap + Signature("standard", ", \"header\": \"X-Signature\"")), "$.signature.header", "itself" },
        { "no header", Open("signature", Cap + Signature("timestamped")), "$.signature.header", "missing" },
        { "header of a token", Open("signature", Cap + Signature("timestamped", ", \"header\": \"authorization\"")), "$.signature.header", "meaning of its own" },
        { "body without a memory", Open("signature", Cap + Signature("body", ", \"header\": \"X-Signature\"")), "$.signature.rememberDays", "taken once" },
        { "body with a time", Open("signature", Cap + Signature("body", ", \"header\": \"X-Signature\", \"rememberDays\": 3, \"toleranceSeconds\": 60")), "$.signature.toleranceSeconds", "no time" },
        { "an hour of tolerance", Open("signature", Cap + Signature("standard", ", \"toleranceSeconds\": 3600")), "$.signature.toleranceSeconds", "10 to 900" },
        { "denial of nobody", With(access: """, "deny": [ { "classes": ["email"] } ]"""), "$.access.deny[0]", "names nobody" },
        { "denial of nothing", With(access: $$""", "deny": [ { "classes": ["email"], {{Agent}}, "rights": [] } ]"""), "$.access.deny[0].rights", "empty" },
        { "denial of an unknown right", With(access: $$""", "deny": [ { "classes": ["email"], {{Agent}}, "rights": ["read"] } ]"""), "$.access.deny[0].rights[0]", "Known here: reveal, write, search" },
        { "denial by the age of the login", With(access: $$""", "deny": [ { "classes": ["email"], {{Agent}}, "maxLoginAgeSeconds": 900 } ]"""), "$.access.deny[0].maxLoginAgeSeconds", "unknown" },
        { "misspelled class in a rule", With(write: $$"""{ "classes": ["email", "emial"], {{Agent}} }"""), "$.access.write[0].classes[1]", "Did you mean email?" },
        { "unused class in a rule", With(reveal: $$"""{ "classes": ["address"], {{Agent}}, "form": "clear" }"""), "$.access.reveal[0].classes[0]", "Used here: email" },

        { "opaque JSON beside fields", With(more: ", \"opaque\": [\"application/json\"]"), "$.opaque[0]", "in the clear" },
        { "opaque JSON suffix beside fields", With(more: ", \"opaque\": [\"image/png\", {\"type\":\"model/gltf+json\",\"direction\":\"response\"}]"), "$.opaque[1]", "in the clear" },
        { "opaque twice", With(more: ", \"opaque\": [\"image/png\", {\"type\":\"image/png\",\"direction\":\"response\"}]"), "$.opaque[1]", "already opaque" },
        { "WebSocket in one direction", With(more: ", \"opaque\": [{\"type\":\"websocket\",\"direction\":\"response\"}]"), "$.opaque[0]", "no direction" },
        { "field without a place beside opaque", """{ "name": "a", "opaque": ["websocket"], "query": [ { "parameter": "email", "class": "email" } ] }""", "$.query[0].class", "No searchable field" },

        // :: What follows from a mistake is not told again
        { "misspelled protection of a searched field", With(Email.Replace("searchable", "serchable", StringComparison.Ordinal), query: """{ "parameter": "email", "class": "email" }"""), "$.fields[0].protection", "searchable" },
        { "unreadable class of a granted field", With(Email.Replace("\"email\"", "7", StringComparison.Ordinal), write: $$"""{ "classes": ["email"], {{Agent}} }"""), "$.fields[0].class", "number" },
        { "unreadable roles", With(write: """{ "classes": ["email"], "roles": 1 }"""), "$.access.write[0].roles", "number" },
    };
}
