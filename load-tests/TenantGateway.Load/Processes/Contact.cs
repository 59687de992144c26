using System.Globalization;
using System.Text;

namespace TenantGateway.Load.Processes;

/// <summary>What is sent: a contact of 1 KB with five fields that the policy names.</summary>
internal static class Contact
{
    public const int Bytes = 1024;

    /// <summary>How many of its fields are protected.</summary>
    public const int Fields = 5;

    /// <summary>The policy of the route.</summary>
    public const string Policy =
        """
        {
          "name": "all",
          "fields": [
            { "select": "$.email", "class": "email", "protection": "searchable" },
            { "select": "$.emails", "class": "email" },
            { "select": "$.name", "class": "name" },
            { "select": "$.phone", "class": "phone" },
            { "select": "$.dateOfBirth", "class": "date-of-birth" },
            { "select": "$.address", "class": "address" }
          ],
          "identifying": ["email"],
          "access": {
            "reveal": [ { "classes": ["email", "name", "phone", "date-of-birth", "address"], "roles": ["contacts.agent"], "form": "clear" } ],
            "write": [ { "classes": ["email", "name", "phone", "date-of-birth", "address"], "roles": ["contacts.agent"] } ],
            "search": [ { "classes": ["email"], "roles": ["contacts.agent"] } ],
            "limits": [ { "classes": ["email"], "distinctSearches": 100000 } ]
          }
        }
        """;

    private const string Rest =
        """
        "status":"active","stage":"negotiation","score":0.8734,"newsletter":true,"owner":"team-west","source":"trade fair","industry":"machine tools","currency":"EUR","expectedRevenue":184000.50,"probability":0.65,"createdAt":"2026-01-14T09:26:53Z","updatedAt":"2026-11-20T16:02:11Z","tags":["priority","renewal","on-site","framework-contract"],"custom":{"segment":"B2","region":"DACH","contractUntil":"2028-03-31","seats":240,"discount":12.5},"lastActivities":[{"kind":"call","minutes":12},{"kind":"mail","minutes":3},{"kind":"visit","minutes":95}]
        """;

    /// <summary>As long, without any of the fields.</summary>
    public static string Bare { get; } = Padded("{\"id\":1000000," + Rest, Bytes);

    /// <summary>The same for the same number, and of the same length for every number.</summary>
    public static string At(int number) => Sized(number, Bytes);

    /// <summary>The same, with a longer note.</summary>
    public static string Sized(int number, int bytes)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":{{1_000_000 + number}},"name":"Margarete Hollenstein {{number:D7}}","email":"m.hollenstein{{number:D7}}@example.org","phone":"+43 5572 {{number:D7}}","dateOfBirth":"1984-06-{{1 + (number % 28):D2}}","address":"Bahnhofstrasse {{number:D7}}, 6850 Dornbirn",{{Rest}}""");
        return Padded(text, bytes);
    }

    /// <summary>Without anything else, and with as many emails as are wanted.</summary>
    public static string WithEmails(int count) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"id":1000000,"emails":[{{string.Join(',', Enumerable.Range(0, count).Select(number => $"\"m.hollenstein{number:D4}@example.org\""))}}]}""");

    private static string Padded(string start, int bytes)
    {
        const string Note = ",\"note\":\"";
        return $"{start}{Note}{new string('x', bytes - Encoding.UTF8.GetByteCount(start) - Note.Length - 2)}\"}}";
    }
}
