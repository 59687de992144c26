using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TenantGateway.Certificates;
using TenantGateway.Core.State;
using TenantGateway.Redis;
using TenantGateway.Redis.Connections;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Redis;

public sealed class RedisOptionsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NoEndpoint_LeavesNothingOfItThere()
    {
        using var host = Build([], "Production");

        Assert.Empty(host.Services.GetRequiredService<IOptions<RedisOptions>>().Value.Endpoints);
        Assert.Null(host.Services.GetService<INotices>());
        Assert.Null(host.Services.GetService<RedisConnection>());
    }

    [Theory]
    [InlineData("127.0.0.1:6379", "false", "Production")]
    [InlineData("[::1]:6379", "false", "Production")]
    [InlineData("localhost:6379", "false", "Production")]
    [InlineData("redis.example:6380", "true", "Production")]
    [InlineData("redis.example:6379", "false", "Development")]
    public void Endpoint_IsTaken(string endpoint, string tls, string environment) => Assert.Empty(Refused([("Endpoints:0", endpoint), ("Tls", tls)], environment));

    [Theory]
    [InlineData("Endpoints:0", "redis.example:6379", "Gateway:Redis:Endpoints:0: without TLS names of tenants and the password would go to 'redis.example' in the clear.")]
    [InlineData("Endpoints:0", "10.0.0.1:6379", "Gateway:Redis:Endpoints:0: without TLS")]
    [InlineData("Endpoints:0", "redis", "Gateway:Redis:Endpoints:0 is not of the form HOST:PORT.")]
    [InlineData("Endpoints:0", "redis://me:secret@127.0.0.1:6379", "Gateway:Redis:Endpoints:0 is not of the form HOST:PORT.")]
    [InlineData("Endpoints:0", "me:secret@127.0.0.1:6379", "Gateway:Redis:Endpoints:0 is not of the form HOST:PORT.")]
    [InlineData("Endpoints:1", "127.0.0.1:0", "Gateway:Redis:Endpoints:1 is not of the form HOST:PORT.")]
    [InlineData("Endpoints:1", "127.0.0.1:6379,password=secret", "Gateway:Redis:Endpoints:1 is not of the form HOST:PORT.")]
    [InlineData("User", "gateway", "Gateway:Redis:User has no password.")]
    [InlineData("PasswordFile", "/nowhere/secret", "Gateway:Redis:PasswordFile: Could not find")]
    [InlineData("CertificateAuthoritiesFile", "/nowhere/authorities.pem", "Gateway:Redis:CertificateAuthoritiesFile: without TLS no certificate would be looked at.")]
    [InlineData("Deployment", "Blue", "Gateway:Redis:Deployment must be")]
    [InlineData("Deployment", "a}b", "Gateway:Redis:Deployment must be")]
    [InlineData("ConnectTimeoutMilliseconds", "0", "Gateway:Redis:ConnectTimeoutMilliseconds must be 100 to 5000.")]
    [InlineData("CommandTimeoutMilliseconds", "251", "Gateway:Redis:CommandTimeoutMilliseconds must be 20 to 250.")]
    public void BadSetting_IsRefusedWithoutQuotingSecrets(string key, string value, string told)
    {
        var refused = Refused([(key, value), ("Endpoints:0", "127.0.0.1:6379"), ("Tls", "false")], "Production");

        Assert.Contains(refused, line => line.Contains(told, StringComparison.Ordinal));
        Assert.DoesNotContain(refused, line => line.Contains(":secret", StringComparison.Ordinal) || line.Contains("=secret", StringComparison.Ordinal));
    }

    [Fact]
    public void AuthoritiesThatCannotBeRead_AreRefused() => Assert.Contains(
        Refused([("Endpoints:0", "redis.example:6380"), ("CertificateAuthoritiesFile", "/nowhere/authorities.pem")], "Production"),
        line => line.Contains("Gateway:Redis:CertificateAuthoritiesFile", StringComparison.Ordinal));

    [Fact]
    public void EmptyPasswordFile_IsRefused()
    {
        var file = Path.Combine(_folder.Path, "password");
        File.WriteAllText(file, "\n");

        Assert.Contains("has no password in its first line", Assert.Single(Refused([("Endpoints:0", "127.0.0.1:6379"), ("Tls", "false"), ("PasswordFile", file)], "Production")), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Refused((string Key, string Value)[] settings, string environment)
    {
        using var host = Build(settings, environment);
        try
        {
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException refused)
        {
            return refused.Failures;
        }
    }

    private static IHost Build((string Key, string Value)[] settings, string environment) => new HostBuilder()
        .UseEnvironment(environment)
        .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(settings.DistinctBy(setting => setting.Key).Select(setting => KeyValuePair.Create($"Gateway:Redis:{setting.Key}", (string?)setting.Value))))
        .ConfigureServices((context, services) => services.AddLogging().AddMetrics().AddCertificates(context.Configuration).AddRedis(context.Configuration))
        .Build();
}
