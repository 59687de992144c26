using System.Globalization;

namespace TenantGateway.Demo.World;

/// <summary>What the command line says. The four ports are a contract that others script against.</summary>
internal sealed record DemoOptions
{
    public const int DefaultPortBase = 8080;
    public const int MaxPortBase = 65535 - 3;
    public const string DataDirectoryRoot = ".demo";

    /// <summary>1 to 65532; moves all four ports. Default 8080.</summary>
    public int PortBase { get; init; } = DefaultPortBase;

    /// <summary>Where all state is kept. Default <c>.demo/PORTBASE</c> in the current directory, which git ignores.</summary>
    public string DataDirectory { get; init; } = DefaultDataDirectory(DefaultPortBase);

    /// <summary>Walk the main job and exit instead of serving.</summary>
    public bool Check { get; init; }

    /// <summary>One directory for each port base: tenants are bound to the issuer's URL, which holds its port.</summary>
    public static string DefaultDataDirectory(int portBase) => Path.Combine(DataDirectoryRoot, portBase.ToString(CultureInfo.InvariantCulture));

    public int DataPort => PortBase;

    public int AdminPort => PortBase + 1;

    public int IdentityProviderPort => PortBase + 2;

    public int CrmPort => PortBase + 3;
}
