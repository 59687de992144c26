using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TenantGateway.Authentication.Webhooks;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Authentication;

public sealed class WebhookSecretsTests : IDisposable
{
    private const string One = "whsec_one-secret-that-is-long";
    private const string Two = "whsec_two-secret-that-is-long";

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Unusable => new()
    {
        { "", "it is empty." },
        { "too-short", "a line is no secret." },
        { $"{One}\n{Two}\nwhsec_three-secret-that-is-long", "more than two" },
        { new string('a', 5000), "a line is no secret." },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task FileThatIsNoSecret_StopsTheStart_AndIsNotQuoted(string content, string problem)
    {
        using var secrets = Secrets(("acme", Write("a", content)));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => secrets.StartAsync(default));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-that", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileOpenToOthers_OrGone_StopsTheStart()
    {
        var path = Write("a", One);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        using var open = Secrets(("acme", path));
        Assert.Contains("open to others", (await Assert.ThrowsAsync<InvalidOperationException>(() => open.StartAsync(default))).Message, StringComparison.Ordinal);
        using var gone = Secrets(("acme", Path.Combine(_folder.Path, "nowhere")));
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<InvalidOperationException>(() => gone.StartAsync(default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileThatIsTakenAway_ShutsOutItsTenantAlone()
    {
        var path = Write("a", One);
        using var secrets = Secrets(("acme", path), ("globex", Write("b", Two)));
        secrets.Refresh();
        Assert.Single(secrets.Of("payments", TenantId.Parse("acme")));

        File.Delete(path);
        secrets.Refresh();

        Assert.Empty(secrets.Of("payments", TenantId.Parse("acme")));
        Assert.Single(secrets.Of("payments", TenantId.Parse("globex")));
        Assert.Contains("acme", Assert.Single(secrets.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsThatWouldOpenMoreThanOneRouteOrTenant_AreRefused()
    {
        var path = Write("a", One);
        var options = new WebhooksOptions();
        options.Webhooks["payments"] = new WebhookOptions { Route = "a", Secrets = { ["acme"] = path, ["globex"] = path, ["operator"] = "relative" } };
        options.Webhooks["Refunds"] = new WebhookOptions { Route = "a" };

        var failures = string.Join('\n', new WebhooksOptionsValidator().Validate(null, options).Failures ?? []);

        foreach (var part in new[] { "have one route", "have one file", "'operator' is no tenant's id", "whole path", "'Refunds' is no name", "so nobody could sign" }) Assert.Contains(part, failures, StringComparison.Ordinal);
    }

    private string Write(string name, string content) => WebhookWorld.Write(_folder.Path, name, content);

    private static WebhookSecrets Secrets(params (string Tenant, string File)[] files)
    {
        var options = new WebhooksOptions();
        var webhook = options.Webhooks["payments"] = new WebhookOptions { Route = "payments" };
        foreach (var (tenant, file) in files) webhook.Secrets[tenant] = file;
        return new WebhookSecrets(Options.Create(options), TimeProvider.System, NullLogger<WebhookSecrets>.Instance);
    }
}
