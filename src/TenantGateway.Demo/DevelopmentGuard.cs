namespace TenantGateway.Demo;

/// <summary>
/// Refuses to run the demo anywhere but in Development: its identity provider hands a token to whoever asks, and its CRM shows every
/// tenant's contacts.
/// </summary>
internal static class DevelopmentGuard
{
    private static readonly string[] Variables = ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    /// <summary>Why it may not run, or null where no variable names another environment.</summary>
    public static string? Objection(Func<string, string?> variable)
    {
        var foreign = Variables.FirstOrDefault(name =>
            variable(name) is { Length: > 0 } environment && !environment.Equals("Development", StringComparison.OrdinalIgnoreCase));
        return foreign is null ? null : $"The demo runs in Development only, and {foreign} is {variable(foreign)}. Unset it, or set it to Development.";
    }
}
