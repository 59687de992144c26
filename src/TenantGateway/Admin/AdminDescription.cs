using TenantGateway.Core.Access;

namespace TenantGateway.Admin;

/// <summary>
/// What an endpoint of the admin plane is: metadata of the endpoint, from which its guard and its part of the OpenAPI document are both made, so that neither
/// says what the other does not.
/// </summary>
/// <param name="Id">Its name, unique, in the manner of <c>listTenants</c>.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record AdminDescription(string Id, string Summary)
{
    /// <summary>Who may use it: any one of these roles.</summary>
    public required string[] Roles { get; init; }

    /// <summary>True where it changes something: then it takes a reason and a login of the last minutes.</summary>
    public bool Changes { get; init; }

    /// <summary>How recent the login must be. Default: by whether it changes something.</summary>
    public LoginAge? DeclaredLogin { get; init; }

    /// <summary>The same, with the default.</summary>
    public LoginAge Login => DeclaredLogin ?? (Changes ? LoginAge.Change : LoginAge.Reading);

    /// <summary>The media type of what is sent and answered.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>What is sent, as JSON; null where no body is read.</summary>
    public Type? Request { get; init; }

    /// <summary>What is answered, as JSON.</summary>
    public required Type Response { get; init; }

    /// <summary>The statuses of what was done.</summary>
    public int[] Statuses { get; init; } = [StatusCodes.Status200OK];

    /// <summary>The parameters of the query, each with what it is.</summary>
    public (string Name, string Description)[] Query { get; init; } = [];

    /// <summary>Headers that it takes beside those of its kind, each with what it is; all of them must be there.</summary>
    public (string Name, string Description)[] Headers { get; init; } = [];

    /// <summary>Refusals beyond those that every endpoint of its kind has.</summary>
    public Reason[] Refusals { get; init; } = [];
}
