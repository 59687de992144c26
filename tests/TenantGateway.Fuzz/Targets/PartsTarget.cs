using System.Text;
using System.Text.RegularExpressions;
using TenantGateway.Core.Content;
using TenantGateway.Core.Tests.Protection;

namespace TenantGateway.Fuzz.Targets;

/// <summary>Forms in parts, in whatever pieces they arrive.</summary>
internal sealed partial class PartsTarget : IFuzzTarget
{
    private static readonly string[] Heads =
    [
        "Content-Disposition: form-data; name=\"email\"\r\n", "Content-Disposition: form-data; name=note\r\nContent-Type: text/plain\r\n", "Content-Disposition: form-data; name=\"x\"\r\nContent-Length: 6\r\n",
        "Content-Disposition: form-data; name=\"doc\"\r\nContent-Type: application/json\r\n", "Content-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n",
        "Content-Disposition: form-data; name=\"g\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n", "content-disposition:form-data;name=\"email\"\r\n", "Content-Disposition: form-data; name='email'\r\n", "Content-Disposition: form-data; name=\"x\"; filename=\"x;name=email\"\r\nContent-Type: image/png\r\n", "Content-Disposition: form-data; name=\"Email\"\r\n",
    ];

    public string Name => "parts";

    public byte[] Make(Chance chance)
    {
        var parts = Enumerable.Range(0, 1 + chance.Below(4)).Select(_ => chance.Of(Heads)).Select(head =>
            $"--b\r\n{head}\r\n{(head.Contains("filename=\"\"", StringComparison.Ordinal) ? "" : head.Contains("json", StringComparison.Ordinal) ? Traffic.Document(chance) : chance.Of([Planted.Clear, "", "\r\n--", "x\r\n"]))}\r\n");
        return Encoding.UTF8.GetBytes($"{string.Concat(parts)}--b--{chance.Of(["", "\r\n"])}");
    }

    public Task CheckAsync(byte[] input, Chance chance)
    {
        var stored = Run(input, [input]);
        Promises.AssertSame(stored, Run(input, Traffic.Cut(input, chance)));
        if (stored.Reason is not null) return Task.CompletedTask;
        foreach (var part in $"\r\n{Encoding.Latin1.GetString(stored.Bytes)}".Split("\r\n--b"))
        {
            var end = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            var (head, body) = (part[..end], part[(end + 4)..]);
            var lines = head.Split('\n', StringSplitOptions.TrimEntries);
            var covers = LinesOf(lines, "content-disposition").SelectMany(line => NameOf().Matches(line)).Select(match => FormReaders.Plain(match.Groups["name"].Value)).Any(name => name is "email" or "note");
            BrokenPromise.Unless(!covers || !Planted.IsIn(body), "a covered value is sealed", part);
            var isDocument = LinesOf(lines, "content-type").Any(line => line.Contains("json", StringComparison.OrdinalIgnoreCase)) && !head.Contains("filename", StringComparison.OrdinalIgnoreCase);
            if (!covers && isDocument && body.Trim().Length > 0) JsonReaders.AssertSealed(Encoding.Latin1.GetBytes(body.TrimEnd()));
        }

        return Task.CompletedTask;
    }

    private static Engine.Outcome Run(byte[] input, IEnumerable<byte[]> pieces)
    {
        using var splitter = new PartSplitter("b", Traffic.Searchable.Parts!, input.Length + 1); // not null: the policy takes files
        return Engine.RunPieces(Traffic.Searchable, Traffic.Searchable.RequestOf(BodyFormat.Parts)!, splitter, pieces, Traffic.Acme);
    }

    private static IEnumerable<string> LinesOf(string[] head, string name) => head.Where(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    // Some cut at semicolons before they look at quotes, and some take single quotes for quotes.
    [GeneratedRegex(";\\s*name\\s*=\\s*(?:\"(?<name>[^\";\r\n]*)|'(?<name>[^';\r\n]*)|(?<name>[^\";\\s]*))", RegexOptions.IgnoreCase)]
    private static partial Regex NameOf();
}
