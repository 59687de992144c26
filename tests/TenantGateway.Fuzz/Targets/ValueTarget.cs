using System.Text;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>Values of headers and cookies, plain and percent-encoded: all of a value is sealed, or it is refused.</summary>
internal sealed class ValueTarget(bool isCookie) : IFuzzTarget
{
    private static readonly string[] Parts = ["S3CRET", "S3CRET", "mail=", "name=", "Mail=", ";", "; ", ",", "%", "%53", "%2541", "%00", "+", "\"", "\\", " ", "\t", "\u00e9", "x", "="];

    public string Name => isCookie ? "cookie" : "header";

    public byte[] Make(Chance chance) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1 + chance.Below(6)).Select(_ => chance.Of(Parts))));

    public Task CheckAsync(byte[] input, Chance chance)
    {
        foreach (var rule in isCookie ? Traffic.Searchable.Values.Cookies : Traffic.Searchable.Values.Headers)
        {
            var value = Encoding.Latin1.GetString(input);
            if (isCookie && !CookieLine.TryFind(Encoding.Latin1.GetString(input), rule.Name, out value)) continue;
            if (isCookie) AssertFound(Encoding.Latin1.GetString(input), rule.Name, value);
            if (value is not null) CheckValue(rule, Encoding.Latin1.GetBytes(value));
        }

        return Task.CompletedTask;
    }

    private static void CheckValue(ValuePlan rule, byte[] value)
    {
        var stored = Engine.Run(Traffic.Searchable, rule.Plan, value, Traffic.Acme);
        if (stored.Reason is not null) return;
        BrokenPromise.Unless(!Planted.IsIn(FormReaders.ValueOf($"={Encoding.Latin1.GetString(stored.Bytes)}")), "all of a value is sealed", stored.Text);
        BrokenPromise.Unless(value.Length == 0 || stored.Bytes.All(b => b is > 0x20 and < 0x7F && b is not ((byte)';' or (byte)',' or (byte)'"')), "a token is one value to everybody", stored.Text);
    }

    // Who reads cookies less strictly finds none where there is said to be none.
    private static void AssertFound(string line, string name, string? value)
    {
        var found = line.Split(';').Count(pair => FormReaders.NameOf(pair) == name && pair.Split('=')[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
        BrokenPromise.Unless(found == (value is null ? 0 : 1), "a cookie is found where others find it", line);
    }
}
