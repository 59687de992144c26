using System.Text.RegularExpressions;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Durability;

public sealed partial class SyncBeforeSendTests
{
    private const string Receiving = "recvmsg,recvfrom,read";
    private const string Sending = "sendmsg,sendto,write,writev";

    [TraceFact]
    public async Task RevealOverASocket_IsOnDiskBeforeItsFirstByte()
    {
        using var state = new TemporaryDirectory();
        var trace = Path.Combine(state.Path, "trace");
        var ports = DemoProcess.FreePortBase();
        // -D: the tracer is the grandchild, so that the process of the test is the demo itself.
        await using var demo = await DemoProcess.StartAsync(
            ports, state.Path, "strace", "-D", "-f", "-qq", "-yy", "-s", "16", "--seccomp-bpf", "-o", trace, "-e", $"trace=fdatasync,fsync,{Receiving},{Sending}");
        var token = await demo.TokenAsync("agent@acme");
        using var created = await demo.Client.SendAsync(
            LoopbackClient.Request(HttpMethod.Post, "crm/contacts", """{"email":"ada@example.com"}""").With("Authorization", $"Bearer {token}"));

        using var caller = new RawCaller();
        var answer = await await caller.GetAsync(new Uri($"http://127.0.0.1:{ports}{created.Headers.Location}"), token);
        Assert.Contains("ada@example.com", answer, StringComparison.Ordinal);

        var socket = $"TCP:[127.0.0.1:{ports}->127.0.0.1:{caller.Port}]";
        string[] lines = [];
        await Eventually.IsTrueAsync(async () => IndexOf(lines = await File.ReadAllLinesAsync(trace), socket, Sending) >= 0);
        var asked = IndexOf(lines, socket, Receiving);
        var answered = IndexOf(lines, socket, Sending);
        Assert.InRange(asked, 0, answered);
        Assert.Contains(Syncs(lines), synced => synced > asked && synced < answered);
    }

    /// <summary>The line where the first of these calls on the socket begins, of those that move bytes.</summary>
    private static int IndexOf(string[] lines, string socket, string calls) =>
        Array.FindIndex(lines, line => line.Contains(socket, StringComparison.Ordinal) && !Fails().IsMatch(line) && calls.Split(',').Contains(Call().Match(line).Groups["name"].Value));

    /// <summary>The lines where a sync of the gateway's log ends well.</summary>
    private static IEnumerable<int> Syncs(string[] lines)
    {
        var pending = new HashSet<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var thread = lines[i].Split(' ', 2)[0];
            var starts = lines[i].Contains("sync(", StringComparison.Ordinal) && lines[i].Contains("/gateway/gateway.db-wal>", StringComparison.Ordinal);
            if (starts && lines[i].Contains("<unfinished", StringComparison.Ordinal)) pending.Add(thread);
            var ends = starts || (lines[i].Contains("sync resumed>", StringComparison.Ordinal) && pending.Remove(thread));
            if (ends && lines[i].TrimEnd().EndsWith("= 0", StringComparison.Ordinal)) yield return i;
        }
    }

    [GeneratedRegex(@"^\d+\s+(?<name>\w+)\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"= -1 E\w+ ")]
    private static partial Regex Fails();
}
