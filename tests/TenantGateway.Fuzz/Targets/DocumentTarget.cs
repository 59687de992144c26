using System.Text;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>JSON documents of callers, with documents in strings: sealed or refused, and what was sealed comes back as it was.</summary>
internal sealed class DocumentTarget : IFuzzTarget
{
    public string Name => "json";

    public byte[] Make(Chance chance) => Encoding.UTF8.GetBytes(Traffic.Document(chance));

    public Task CheckAsync(byte[] input, Chance chance)
    {
        foreach (var route in new[] { Traffic.Route, Traffic.Searchable })
        {
            var stored = Engine.Run(route, route.Request, input, Traffic.Acme);
            if (stored.Reason is not null) continue;
            JsonReaders.AssertSealed(stored.Bytes);
            var shown = Engine.Run(route, route.Response, stored.Bytes, Traffic.Acme);
            BrokenPromise.Unless(shown.Reason is null, "what was stored can be shown", $"{shown.Reason}");
            if (route == Traffic.Route) BrokenPromise.Unless(shown.Bytes.AsSpan().SequenceEqual(input) || JsonReaders.AreEqualButForEscapes(shown.Bytes, input), "what was sealed comes back as it was", shown.Text);
            else BrokenPromise.Unless(Engine.Run(route, route.Request, input, Traffic.Acme).Bytes.AsSpan().SequenceEqual(stored.Bytes), "equal values have equal tokens");
        }

        foreach (var actor in Traffic.WithoutRights) Engine.Run(Traffic.Route, Traffic.Route.Request, input, Traffic.TenantOf(actor), actor);
        return Task.CompletedTask;
    }
}
