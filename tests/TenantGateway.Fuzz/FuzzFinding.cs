using System.Text;

namespace TenantGateway.Fuzz;

/// <summary>An input for which something promised is not so, made as small as it goes.</summary>
internal sealed record FuzzFinding(string Target, ulong Seed, byte[] Input, string Seen)
{
    public override string ToString() =>
        $"""
        {Target}: {Seen}
          input   {Readable(Input)}
          base64  {Convert.ToBase64String(Input)}
          again   tests/fuzz --only {Target} --seed {Seed}
        """;

    private static string Readable(byte[] input)
    {
        var text = new StringBuilder();
        foreach (var b in input) _ = b is >= 0x20 and < 0x7F ? text.Append((char)b) : text.Append($"\\x{b:x2}");
        return text.ToString();
    }
}
