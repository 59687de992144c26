using System.Globalization;
using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Edge.Drain;

/// <summary>HAProxy with the configuration that <c>docs/drain.md</c> shows, in front of two replicas.</summary>
internal sealed class Haproxy : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly ChildProgram _program;

    private Haproxy(TemporaryDirectory directory, ChildProgram program, Uri address) => (_directory, _program, Address) = (directory, program, address);

    public Uri Address { get; }

    public static async Task<Haproxy> StartAsync(GatewayReplica one, GatewayReplica two)
    {
        var directory = new TemporaryDirectory();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{DemoProcess.FreePortBase()}"));
        var file = Path.Combine(directory.Path, "haproxy.cfg");
        await File.WriteAllTextAsync(file, Configuration(address, one, two));
        var program = ChildProgram.Start(["haproxy", "-db", "-q", "-f", file]);
        await Eventually.IsTrueAsync(() => program.HasExited || !DemoProcess.IsFree(address.Port), "HAProxy listens");
        Assert.False(program.HasExited, program.Error);
        return new Haproxy(directory, program, address);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _directory.Dispose();
    }

    // Sooner to notice than the document's, so that the test is quick; and it says who has answered.
    private static string Configuration(Uri address, GatewayReplica one, GatewayReplica two) =>
        Documented()
            .Replace("bind :8000", $"bind {address.Authority}", StringComparison.Ordinal)
            .Replace("10.0.0.1:8080 check port 8081", $"{one.DataPlane.Authority} check port {one.AdminPlane.Port}", StringComparison.Ordinal)
            .Replace("10.0.0.2:8080 check port 8081", $"{two.DataPlane.Authority} check port {two.AdminPlane.Port}", StringComparison.Ordinal)
            .Replace("inter 1s", "inter 200ms", StringComparison.Ordinal)
            + "    http-response set-header X-Served-By %s\n";

    private static string Documented()
    {
        var text = File.ReadAllText(SourceTree.PathOf("docs", "drain.md"));
        var start = text.IndexOf("```haproxy\n", StringComparison.Ordinal) + "```haproxy\n".Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
