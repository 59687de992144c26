using System.Text.Json;

namespace TenantGateway.Core.Tests.Vectors;

/// <summary>One Wycheproof case with the properties of its group.</summary>
internal sealed class VectorCase(JsonElement group, JsonElement test)
{
    /// <summary>False: the operation must refuse.</summary>
    public bool IsValid => test.GetProperty("result").GetString() is "valid" or "acceptable";

    /// <summary>A property in hexadecimal.</summary>
    public byte[] Bytes(string name) => Convert.FromHexString(test.GetProperty(name).GetString() ?? "");

    /// <summary>A property that is a list of numbers.</summary>
    public int[] Numbers(string name) => [.. test.GetProperty(name).EnumerateArray().Select(number => number.GetInt32())];

    public bool HasFlag(string name) => test.GetProperty("flags").EnumerateArray().Any(flag => flag.GetString() == name);

    public int Number(string name) => test.GetProperty(name).GetInt32();

    public int GroupNumber(string name) => group.GetProperty(name).GetInt32();

    public override string ToString() => $"{test.GetProperty("tcId")} ({test.GetProperty("comment")})";
}
