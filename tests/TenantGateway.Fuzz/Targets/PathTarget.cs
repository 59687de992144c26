using System.Text;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>Paths of URLs, decoded, a segment of which is a value.</summary>
internal sealed class PathTarget : IFuzzTarget
{
    private static readonly string[] Parts = ["/", "/", "/crm", "/contacts", "/crm/contacts/", "S3CRET", "S3CRET", "/CRM", "/Contact\u017f", " ", ".", "x", "\u00e9"];

    public string Name => "path";

    public byte[] Make(Chance chance) => Encoding.UTF8.GetBytes("/" + string.Concat(Enumerable.Range(0, 1 + chance.Below(6)).Select(_ => chance.Of(Parts))));

    public Task CheckAsync(byte[] input, Chance chance)
    {
        var stored = Engine.Run(Traffic.Searchable, Traffic.Searchable.Values.Path!, input, Traffic.Acme); // not null: the policy has a path
        if (stored.Reason is not null || input.Length == 0) return Task.CompletedTask;
        var (sent, forwarded) = (Encoding.Latin1.GetString(input)[1..].Split('/'), Encoding.Latin1.GetString(stored.Bytes)[1..].Split('/'));
        BrokenPromise.Unless(sent.Length == forwarded.Length, "there are as many segments as before");
        var isCovered = sent.Length > 2 && Spells(sent[0], "crm") && Spells(sent[1], "contacts");
        for (var i = 0; i < sent.Length; i++)
            BrokenPromise.Unless(i == 2 && isCovered ? !Planted.IsIn(forwarded[i]) : sent[i] == forwarded[i] || i == 2, "a covered segment is sealed and no other one changed", stored.Text);
        return Task.CompletedTask;
    }

    private static bool Spells(string segment, string literal) => segment.Trim(' ', '.').Equals(literal, StringComparison.OrdinalIgnoreCase);
}
