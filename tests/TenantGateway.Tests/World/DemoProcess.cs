using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.World;

/// <summary>The demo as people start it, in a process of its own.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private readonly HttpClient _provider;

    private DemoProcess(ChildProgram program, int portBase)
    {
        Program = program;
        Client = LoopbackClient.Create(At(portBase));
        _provider = LoopbackClient.Create(At(portBase + 2));
    }

    public ChildProgram Program { get; }

    /// <summary>Calls the data plane.</summary>
    public HttpClient Client { get; }

    /// <param name="portBase">The data plane's port.</param>
    /// <param name="data">Where its state lies.</param>
    /// <param name="under">A command that runs it, such as a tracer.</param>
    public static Task<DemoProcess> StartAsync(int portBase, string data, params string[] under) => StartAsync(portBase, data, [], under);

    /// <param name="portBase">The data plane's port.</param>
    /// <param name="data">Where its state lies.</param>
    /// <param name="environment">Settings of the gateway, as variables.</param>
    /// <param name="under">A command that runs it, such as a tracer.</param>
    public static async Task<DemoProcess> StartAsync(int portBase, string data, (string Name, string? Value)[] environment, params string[] under)
    {
        var program = ChildProgram.Start([.. under, .. Command(portBase, data)], environment);
        await Eventually.IsTrueAsync(() => program.HasExited || program.Output.Contains("Ctrl+C stops it.", StringComparison.Ordinal), "the demo runs");
        Assert.False(program.HasExited, program.Error);
        return new DemoProcess(program, portBase);
    }

    public static string[] Command(int portBase, string data, params string[] more) =>
        [.. ChildProgram.Dotnet("TenantGateway.Demo"), "--port-base", portBase.ToString(CultureInfo.InvariantCulture), "--data", data, .. more];

    /// <summary>The first of four ports in a row that are free, apart from those that the system hands out.</summary>
    public static int FreePortBase()
    {
        while (true)
        {
            var first = RandomNumberGenerator.GetInt32(20_000, 30_000);
            if (Enumerable.Range(first, 4).All(IsFree)) return first;
        }
    }

    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public Task<string> TokenAsync(string user) => _provider.GetStringAsync($"demo/token?user={user}&mfa=true");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _provider.Dispose();
        await Program.DisposeAsync();
    }

    private static Uri At(int port) => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port).Uri;
}
