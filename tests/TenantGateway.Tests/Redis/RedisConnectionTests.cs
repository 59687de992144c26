using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TenantGateway.Certificates;
using TenantGateway.Redis;
using TenantGateway.Redis.Connections;
using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Redis;

public sealed class RedisConnectionTests : IDisposable
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TemporaryDirectory _folder = new();
    private readonly LogRecorder _logs = new();

    public void Dispose()
    {
        _logs.Dispose();
        _folder.Dispose();
    }

    [RedisTheory]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("elsewhere.example", true, false)]
    public async Task Tls_WorksWithTheNameAndAuthorityItShouldHaveAndNoOther(string name, bool known, bool expected)
    {
        using var pki = new TestPki(_folder.Path);
        using var other = new TestPki(_folder.Path);
        await using var redis = await StartTlsAsync(pki, name);

        using var host = await StartAsync(redis.Endpoint, ("Tls", "true"), ("CertificateAuthoritiesFile", (known ? pki : other).AuthorityFile));

        if (expected) await UpAsync(host, true);
        else await Eventually.IsTrueAsync(() => _logs.Lines.Any(line => line.Contains(" 8401: ", StringComparison.Ordinal)));
        Assert.Equal(expected, host.Services.GetRequiredService<RedisConnection>().IsUp);
        Assert.DoesNotContain(_logs.Lines, line => line.Contains(redis.Endpoint, StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task PasswordThatChanges_IsReadAgainFromItsFileAndNeverTold()
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", "first-secret");
        var file = Path.Combine(_folder.Path, "password");
        await File.WriteAllTextAsync(file, "wrong-secret\n");
        using var host = await StartAsync(redis.Endpoint, ("PasswordFile", file));
        await Eventually.IsTrueAsync(() => _logs.Lines.Any(line => line.Contains(" 8401: ", StringComparison.Ordinal)));

        await File.WriteAllTextAsync(file, "first-secret\n");
        await UpAsync(host, true);

        Assert.Equal("OK", (await redis.AskAsync("-a", "first-secret", "--no-auth-warning", "CONFIG", "SET", "requirepass", "second-secret")).Trim());
        await redis.AskAsync("-a", "second-secret", "--no-auth-warning", "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await redis.AskAsync("-a", "second-secret", "--no-auth-warning", "CLIENT", "KILL", "TYPE", "pubsub");
        await UpAsync(host, false);
        await File.WriteAllTextAsync(file, "second-secret\n");
        await UpAsync(host, true);

        Assert.DoesNotContain(_logs.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task RightsOfTheDocument_AreEnough()
    {
        var rule = File.ReadLines(SourceTree.PathOf("docs", "redis.md")).Single(line => line.StartsWith("ACL SETUSER", StringComparison.Ordinal)).Replace("PASSWORD", "secret", StringComparison.Ordinal);
        await using var redis = await RedisServer.StartAsync();
        Assert.Equal("OK", (await redis.AskAsync(rule.Split(' '))).Trim());
        var file = Path.Combine(_folder.Path, "password");
        await File.WriteAllTextAsync(file, "secret");

        using var host = await StartAsync(redis.Endpoint, ("User", "tenantgateway"), ("PasswordFile", file));

        await UpAsync(host, true);
        await Eventually.IsTrueAsync(async () => (await redis.AskAsync("PUBSUB", "NUMSUB", "tenantgateway:{tenantgateway}:notices")).EndsWith('1'));
        Assert.DoesNotContain("tenantgateway", await redis.AskAsync("ACL", "LOG"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerThatAcceptsAndSaysNothing_DelaysNoStart()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();

        using var host = await StartAsync($"127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}", ("ConnectTimeoutMilliseconds", "5000")).WaitAsync(TimeSpan.FromSeconds(4));

        Assert.False(host.Services.GetRequiredService<RedisConnection>().IsUp);
    }

    private static Task UpAsync(IHost host, bool expected) => Eventually.IsTrueAsync(() => host.Services.GetRequiredService<RedisConnection>().IsUp == expected, $"up: {expected}");

    private async Task<RedisServer> StartTlsAsync(TestPki pki, string name)
    {
        using var certificate = pki.Issue([name]);
        var (certificateFile, keyFile) = (Path.Combine(_folder.Path, "redis.pem"), Path.Combine(_folder.Path, "redis.key"));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
            foreach (var path in (string[])[_folder.Path, certificateFile, keyFile]) File.SetUnixFileMode(path, ForAll);

        return await RedisServer.StartAsync(port => ["--port", "0", "--tls-port", port, "--tls-cert-file", certificateFile, "--tls-key-file", keyFile, "--tls-ca-cert-file", pki.AuthorityFile, "--tls-auth-clients", "no"]);
    }

    private async Task<IHost> StartAsync(string endpoint, params (string Key, string Value)[] settings)
    {
        var host = new HostBuilder()
            .ConfigureAppConfiguration(configuration => configuration
                .AddInMemoryCollection([new("Gateway:Redis:Endpoints:0", endpoint), new("Gateway:Redis:Tls", "false")])
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Gateway:Redis:{setting.Key}", (string?)setting.Value))))
            .ConfigureServices((context, services) =>
            {
                services.AddMetrics().AddCertificates(context.Configuration).AddRedis(context.Configuration);
                _logs.AddTo(services);
            })
            .Build();
        await host.StartAsync();
        return host;
    }
}
