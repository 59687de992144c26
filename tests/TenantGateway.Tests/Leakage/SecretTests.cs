using System.Text;
using System.Text.Json;

namespace TenantGateway.Tests.Leakage;

/// <summary>A search that finds nothing proves something only if it would find.</summary>
public sealed class SecretTests
{
    private const string Value = "Zoë O'Hara+1@Example.org";

    public static TheoryData<string> Hidden => new()
    {
        $"x{Value}x",
        $"x{Value.ToUpperInvariant()}x",
        $"q={Uri.EscapeDataString(Value)}&r",
        $"q={Uri.EscapeDataString(Value).Replace("%20", "+", StringComparison.Ordinal).ToLowerInvariant()}&r",
        JsonSerializer.Serialize(new { email = Value }),
        Convert.ToHexString(Encoding.UTF8.GetBytes($"<{Value}>")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Value}")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"1{Value}1")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"12{Value.ToLowerInvariant()}12")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"123{Value}123")),
    };

    [Theory]
    [MemberData(nameof(Hidden))]
    public void HiddenValue_IsFound(string text)
    {
        var evidence = new Evidence();
        evidence.Add("here", text);

        Assert.Single(evidence.Find([new Secret(Value)]));
    }

    [Fact]
    public void OtherValue_IsNotFound()
    {
        var evidence = new Evidence();
        evidence.Add("here", "Zoë O'Hara+2@Example.org");

        Assert.Empty(evidence.Find([new Secret(Value)]));
    }
}
