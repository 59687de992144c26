namespace TenantGateway.Tests.Leakage;

/// <summary>A person whom nobody else in the tests knows, so that each trace of her is one of this traffic.</summary>
internal static class PersonalData
{
    public const string Name = "Zebulona Quäckenbüsch-O'Hara";
    public const string Email = "Zebulona.Quackenbush+leak@Wobbleton.Example";
    public const string Phone = "+49 1512 7654321";
    public const string Street = "17 \"Wobbleton\" Crescent/Rear";
    public const string City = "Upper Wobbleton";
    public const string Birth = "1961-07-29";
    public const string Employer = "Fizzlewick & Söhne";
    public const string Notes = "Prefers her tea with 😀 <marmalade>";
    public const string Planted = "planted.person@wobbleton.example";
    public const string Why = "ticket 4711 of Zebulona";

    public static readonly string Contact = $$"""
        {"name":"{{Name}}","email":"{{Email}}","phone":"{{Phone}}","dateOfBirth":"{{Birth}}",
         "address":{"street":"{{Street.Replace("\"", "\\\"", StringComparison.Ordinal)}}","city":"{{City}}"},
         "employment":[{"employer":"{{Employer}}"}],"notes":"{{Notes}}","status":"active"}
        """;

    public static readonly string[] Values = [Name, Email, Phone, Street, City, Birth, Employer, Notes, Planted, Why];
}
