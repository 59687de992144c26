using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Tests.Protection;
using TenantGateway.Core.Tests.Tokens;

namespace TenantGateway.Fuzz;

/// <summary>Values that are looked for where they must not be.</summary>
internal static class Planted
{
    /// <summary>Stands in the clear in what callers send.</summary>
    public const string Clear = "S3CRET";

    /// <summary>The same as a number.</summary>
    public const string Number = "4711471147";

    /// <summary>Stands in tokens and handles only.</summary>
    public const string Hidden = "H1DDEN";

    /// <summary>A stored token of it, the same every time, as a seed must give.</summary>
    public static string Token(TestTenant tenant) => Sealed.Token(tenant.Lookup, Hidden);

    public static string Handle(ActorId actor) => Encoding.ASCII.GetString(Sealed.HandleOf(TestTenant.Acme.Data, actor, Encoding.ASCII.GetBytes(Hidden)));

    public static bool IsIn(string text) => text.Contains(Clear, StringComparison.OrdinalIgnoreCase) || text.Contains(Number, StringComparison.Ordinal);

    /// <summary>Whoever may not see a value does not see it.</summary>
    public static void AssertHidden(byte[] output) =>
        BrokenPromise.Unless(!Encoding.UTF8.GetString(output).Contains(Hidden, StringComparison.OrdinalIgnoreCase), "a sealed value stays sealed without the right to it");
}
