using System.Text;
using TenantGateway.Core.Content;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>URL-encoded forms and queries: no framework finds a planted value under a covered name, and other pairs stay byte for byte.</summary>
internal sealed class FormTarget(bool isQuery) : IFuzzTarget
{
    private static readonly string[] Parts = ["email", "note", "x", "=", "=", "&", "&", ";", "S3CRET", "S3CRET", "%65mail", "E", "[]", "[0]", ".", "+", "%20", "%", "%zz", "_", "%00", "\u00e9", "%C3%A9", "_charset_=", "email=S3CRET"];

    public string Name => isQuery ? "query" : "form";

    public byte[] Make(Chance chance) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1 + chance.Below(14)).Select(_ => chance.Of(Parts))));

    public Task CheckAsync(byte[] input, Chance chance)
    {
        var plan = isQuery ? Traffic.Route.Query : Traffic.Route.RequestOf(BodyFormat.Form)!; // not null: the policy takes forms
        var stored = Engine.Run(Traffic.Route, plan, input, Traffic.Acme);
        if (stored.Reason is not null) return Task.CompletedTask;
        foreach (var pair in Encoding.Latin1.GetString(stored.Bytes).Split('&', ';'))
        {
            var (name, value) = (FormReaders.NameOf(pair), FormReaders.ValueOf(pair));
            BrokenPromise.Unless(!Planted.IsIn(value) || !IsCovered(name), "a covered value is sealed", pair);
        }

        AssertOthersStay(Encoding.Latin1.GetString(input).Split('&'), Encoding.Latin1.GetString(stored.Bytes).Split('&'));
        return Task.CompletedTask;
    }

    private bool IsCovered(string name) => name == "email" || (!isQuery && name == "note");

    private void AssertOthersStay(string[] sent, string[] stored)
    {
        BrokenPromise.Unless(sent.Length == stored.Length, "there are as many pairs as before");
        for (var i = 0; i < sent.Length; i++)
            BrokenPromise.Unless(sent[i] == stored[i] || IsCovered(FormReaders.NameOf(sent[i])), "what no rule names stays byte for byte", $"{sent[i]} became {stored[i]}");
    }
}
