using System.Text;
using TenantGateway.Core.Access;
using TenantGateway.Core.Content;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>Server-sent events of services, tokens spread over several of them included.</summary>
internal sealed class EventsTarget : IFuzzTarget
{
    public string Name => "events";

    public byte[] Make(Chance chance)
    {
        var end = chance.Of(["\n", "\r\n", "\r"]);
        var spread = Planted.Token(TestTenant.Acme);
        var stream = new StringBuilder();
        for (var i = chance.Below(6); i >= 0; i--)
        {
            var data = chance.OneIn(3) ? Traffic.Answer(chance) : $"{{\"choices\":[{{\"index\":{chance.Below(2)},\"delta\":{{\"content\":\"{Next()}\"}}}}]}}";
            stream.Append(chance.OneIn(4) ? $": ping{end}{end}" : "").Append(chance.OneIn(4) ? $"event: x{end}id: 1{end}" : "");
            stream.Append("data: ").Append(chance.OneIn(6) ? data.Replace(",", $",{end}data: ", StringComparison.Ordinal) : data).Append(end).Append(end);
        }

        return Encoding.UTF8.GetBytes(stream.ToString());

        string Next()
        {
            var length = Math.Min(spread.Length, 1 + chance.Below(80));
            var next = spread[..length];
            spread = length == spread.Length ? Planted.Token(TestTenant.Acme) : spread[length..];
            return next;
        }
    }

    public Task CheckAsync(byte[] input, Chance chance)
    {
        var shown = Run(input, [input], Traffic.Acme.Agent);
        Promises.AssertSame(shown, Run(input, Traffic.Cut(input, chance), Traffic.Acme.Agent));
        foreach (var actor in new[] { Traffic.Acme.Analyst, Traffic.Acme.Guest })
        {
            var withoutRight = Run(input, Traffic.Cut(input, chance), actor);
            if (withoutRight.Reason is null) Planted.AssertHidden(withoutRight.Bytes);
        }

        if (shown.Reason is null) BrokenPromise.Unless(LinesOf(input) == LinesOf(shown.Bytes), "number and order of events stay", shown.Text);
        return Task.CompletedTask;
    }

    private static Engine.Outcome Run(byte[] input, IEnumerable<byte[]> pieces, Actor actor)
    {
        var plan = Traffic.Searchable.ResponseOf(BodyFormat.Events)!; // not null: the policy takes events
        using var splitter = new JoiningEventSplitter(input.Length + 1, Traffic.Searchable.Places);
        return Engine.RunPieces(Traffic.Searchable, plan, splitter, pieces, Traffic.Acme, actor);
    }

    // Names and ends of lines, and all of those that hold no data.
    private static string LinesOf(byte[] stream) =>
        string.Concat(Encoding.UTF8.GetString(stream).Split('\n').SelectMany(line => line.Split('\r').Select(part => (part.StartsWith("data:", StringComparison.Ordinal) ? "data:" : part) + "|").Append("/")));
}
