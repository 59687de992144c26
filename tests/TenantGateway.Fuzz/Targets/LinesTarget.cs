using System.Text;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>Newline-delimited JSON of callers, in whatever pieces it arrives.</summary>
internal sealed class LinesTarget : IFuzzTarget
{
    public string Name => "lines";

    public byte[] Make(Chance chance) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1 + chance.Below(4)).Select(_ => Traffic.Document(chance) + chance.Of(["\n", "\r\n", "\n\n", "\n  \n"]))));

    public Task CheckAsync(byte[] input, Chance chance)
    {
        var stored = Run(Traffic.Searchable, input, [input]);
        var inPieces = Run(Traffic.Searchable, input, Traffic.Cut(input, chance));
        Promises.AssertSame(stored, inPieces);
        if (stored.Reason is not null) return Task.CompletedTask;
        foreach (var line in stored.Text.Split('\n'))
        {
            if (line.Trim(' ', '\t', '\r').Length > 0) JsonReaders.AssertSealed(Encoding.UTF8.GetBytes(line));
        }

        return Task.CompletedTask;
    }

    private static Engine.Outcome Run(RoutePlan route, byte[] input, IEnumerable<byte[]> pieces)
    {
        using var splitter = new LineSplitter(input.Length + 1);
        return Engine.RunPieces(route, route.RequestOf(BodyFormat.Lines)!, splitter, pieces, Traffic.Acme); // not null: the policy takes lines
    }
}
