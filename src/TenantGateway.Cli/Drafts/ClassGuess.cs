using System.Text.RegularExpressions;

namespace TenantGateway.Cli.Drafts;

/// <summary>What the values of a property may be.</summary>
/// <param name="Class">Of a policy.</param>
/// <param name="Why">For people.</param>
internal sealed partial record ClassGuess(string Class, string Why)
{
    // The first that fits: an email address is no postal one.
    private static readonly (string Class, string[] Words)[] Rules =
    [
        ("email", ["email", "emails", "mail"]),
        ("phone", ["phone", "phones", "tel", "telephone", "mobile", "cell", "cellphone", "fax", "msisdn"]),
        ("date-of-birth", ["birth", "birthday", "birthdate", "dob", "born"]),
        ("national-id", ["ssn", "passport", "nin", "taxid"]),
        ("bank-account", ["iban", "bic"]),
        ("address", ["address", "addresses", "street", "city", "town", "zip", "zipcode", "postcode", "postal", "house", "housenumber"]),
        ("employment", ["employer", "employment", "salary", "job", "occupation", "profession"]),
        ("name", ["surname", "forename", "firstname", "lastname", "fullname", "nickname", "middlename", "maidenname", "familyname", "givenname"]),
        ("free-text", ["note", "notes", "description", "comment", "comments", "remark", "remarks", "message", "memo", "bio", "biography", "feedback"]),
    ];

    private static readonly string[] NamesOfThings =
        ["file", "company", "product", "host", "domain", "tenant", "class", "organization", "organisation", "org", "country", "event", "key", "type", "role", "group", "field", "table", "column", "tag", "category", "plan", "unit", "project", "brand", "model"];

    /// <summary>Null where nothing speaks for personal data.</summary>
    /// <param name="name">Of the property.</param>
    /// <param name="format">Of its schema; empty where it has none.</param>
    public static ClassGuess? Of(string name, string format)
    {
        if (format is "email" or "idn-email") return new ClassGuess("email", $"by its format {format}");
        var words = WordsOf(name);
        if (words.Contains("ip") && words.Contains("address")) return new ClassGuess("ip-address", "by its name");
        foreach (var (fieldClass, known) in Rules)
        {
            if (words.Intersect(known).FirstOrDefault() is { } word) return new ClassGuess(fieldClass, $"by the word {word} in its name");
        }

        return words is [.., "name" or "names"] && !words.Intersect(NamesOfThings).Any() ? new ClassGuess("name", "by the word name in its name") : null;
    }

    private static string[] WordsOf(string name) => [.. Word().Matches(name).Select(word => word.Value.ToLowerInvariant())];

    // firstName, first_name, first-name, FIRST_NAME, IPAddress
    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}
