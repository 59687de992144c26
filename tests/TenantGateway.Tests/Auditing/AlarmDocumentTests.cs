using System.Globalization;
using System.Reflection;
using System.Text;
using TenantGateway.Auditing.Alarms;
using TenantGateway.Core.Audit.Alarms;
using TenantGateway.Core.Webhooks;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Auditing;

/// <summary><c>docs/alarms.md</c> says of alarms what the code does.</summary>
public sealed class AlarmDocumentTests
{
    private static readonly string Document = File.ReadAllText(SourceTree.PathOf("docs", "alarms.md"));

    [Fact]
    public void EveryKind_HasARow() => Assert.All(AlarmKind.All, kind => Assert.Contains($"\n| `{kind.Name}` | ", Document, StringComparison.Ordinal));

    [Fact]
    public void EverySetting_HasARowWithItsDefault()
    {
        var defaults = new AlarmOptions();
        foreach (var property in typeof(AlarmOptions).GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            var row = Assert.Single(Document.Split('\n'), line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|')[1].Contains($"`{property.Name}", StringComparison.Ordinal));
            if (property.GetValue(defaults) is int value) Assert.Contains(value >= 10_000 ? value.ToString("n0", CultureInfo.InvariantCulture) : $"{value}", row.Split('|')[2], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Post_IsTheOneThatIsShown()
    {
        var secret = WebhookSecret.Read("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="u8) ?? throw new InvalidOperationException("It is no secret.");
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var alarm = new Alarm
        {
            Id = "al_f3k2h5mdpxw4o7zqc6yl2n5rue",
            Kind = "first_reveal",
            Tenant = "acme",
            At = at,
            Cause = "data.revealed",
            Actor = "ac_wz5kq2xv7c3mhd6tn4ejb5aory",
            Route = "crm",
            Classes = ["date-of-birth"],
            Count = 3,
            Record = "acme/4711",
        };
        using var post = AlarmMessage.Of(alarm, new Uri("https://soc.example/tenantgateway"), at.AddSeconds(2), [secret]);
        var written = new StringBuilder("POST /tenantgateway HTTP/1.1\n").Append(CultureInfo.InvariantCulture, $"Content-Type: {post.Content?.Headers.ContentType}\n");
        foreach (var (name, values) in post.Headers) written.Append(CultureInfo.InvariantCulture, $"{name}: {string.Join(' ', values)}\n");
        written.Append('\n').Append(await (post.Content?.ReadAsStringAsync() ?? Task.FromResult("")));
        Assert.Contains($"```\n{written}\n```", Document, StringComparison.Ordinal);
        secret.Dispose();
    }
}
