using System.Globalization;
using System.Text.RegularExpressions;
using TenantGateway.Faults.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Attacks;

/// <summary>h2load at 2,000 requests a second, with no tokens, or with forged ones that the gateway must look at.</summary>
internal sealed partial class Flood(bool isForged) : IAttack
{
    public string? Lacks => Commands.IsOnPath("h2load") ? null : "h2load";

    public async Task<string> RunAsync(FaultWorld world, CancellationToken until)
    {
        var token = await world.TokenAsync("agent@globex");
        // Everything is right but the signature.
        var forged = $"{token[..token.LastIndexOf('.')]}.{new string('A', token.Length - token.LastIndexOf('.') - 1)}";
        string[] who = isForged ? ["-H", $"authorization: Bearer {forged}"] : [];
        var output = await Tool.RunAsync(
            ["h2load", "-t", "1", "-c", "40", "--rps=50", "-D", "2", .. isForged ? Array.Empty<string>() : ["--h1"], .. who,
                new Uri(isForged ? world.DataPlaneHttp2 : world.DataPlane, "crm/contacts/1").AbsoluteUri],
            until);
        var (refused, served) = (CountOf(output, Refused()), CountOf(output, Served()));
        if (refused == 0) throw new InvalidOperationException("The flood came to nothing.");
        return $"{refused} requests refused and {served} served in the last round";
    }

    private static int CountOf(string output, Regex count) => count.Matches(output).Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(\d+) 4xx")]
    private static partial Regex Refused();

    [GeneratedRegex(@"(\d+) 2xx")]
    private static partial Regex Served();
}
