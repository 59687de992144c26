namespace TenantGateway.Demo.Crm;

/// <summary>
/// Which of the CRM's listeners a connection came in on. Set as a feature of the connection by the listener itself, since a Host or another
/// header says only what the caller likes.
/// </summary>
internal sealed record CrmListener
{
    /// <summary>For people who look at what is stored: no authentication.</summary>
    public static readonly CrmListener Direct = new();

    /// <summary>For the gateway: nothing without its assertion.</summary>
    public static readonly CrmListener Service = new();

    private CrmListener()
    {
    }
}
