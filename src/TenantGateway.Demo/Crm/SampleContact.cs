namespace TenantGateway.Demo.Crm;

/// <summary>The contact that the demo, its check and the README use: personal fields, nested and in arrays, beside fields that are not personal.</summary>
internal static class SampleContact
{
    public const string Email = "ada@example.com";

    public const string Json =
        """
        {"name":"Ada Lovelace","email":"ada@example.com","phone":"+44 20 7946 0958","dateOfBirth":"1985-12-10","address":{"street":"12 St James's Square","city":"London","postalCode":"SW1Y 4JH","country":"GB"},"employment":[{"employer":"Analytical Engines Ltd","title":"Programmer","from":"2009","to":"2015"}],"emergencyContacts":[{"name":"William King","phone":"+44 20 7946 0000","relation":"spouse"}],"notes":"Prefers calls after 4 pm","tags":["vip"],"status":"active","score":5.0}
        """;
}
