using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>Prose of callers with handles in it: refused, or stored so that the caller reads what it wrote.</summary>
internal sealed class ProseTarget : IFuzzTarget
{
    public string Name => "prose";

    public byte[] Make(Chance chance)
    {
        var words = Enumerable.Range(0, 1 + chance.Below(6)).Select(_ => chance.OneIn(3) ? Planted.Handle(Traffic.Acme.Analyst.Id) : Traffic.Word(chance));
        return Encoding.UTF8.GetBytes($"{{\"say\":{JsonSerializer.Serialize(string.Concat(words))},\"choices\":[{{\"delta\":{{\"content\":{JsonSerializer.Serialize(Traffic.Word(chance))}}}}}]}}");
    }

    public Task CheckAsync(byte[] input, Chance chance)
    {
        var analyst = Traffic.Acme.Analyst;
        var stored = Engine.Run(Traffic.Route, Traffic.Route.Request, input, Traffic.Acme, analyst);
        if (stored.Reason is not null) return Task.CompletedTask;
        JsonReaders.AssertSealed(stored.Bytes);
        Planted.AssertHidden(stored.Bytes);
        var shown = Engine.Run(Traffic.Route, Traffic.Route.Response, stored.Bytes, Traffic.Acme, analyst);
        BrokenPromise.Unless(shown.Reason is null && AreEqual(input, shown.Bytes), "whoever writes a handle back reads it again", $"{shown.Reason}{Encoding.UTF8.GetString(shown.Bytes)}");
        return Task.CompletedTask;
    }

    // Names that come twice cannot be compared; they are looked at elsewhere.
    private static bool AreEqual(byte[] sent, byte[] shown)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(sent), JsonNode.Parse(shown));
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
