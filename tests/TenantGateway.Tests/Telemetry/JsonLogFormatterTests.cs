using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Telemetry.Logs;

namespace TenantGateway.Tests.Telemetry;

public sealed class JsonLogFormatterTests
{
    private static readonly InvalidOperationException Fault = new("ada", new IOException("ada"));

    private readonly JsonLogFormatter _formatter = new(new FakeTimeProvider(new DateTimeOffset(2030, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2))));

    [Fact]
    public void OwnMessage_IsOneLineWithItsValues()
    {
        var line = Write("TenantGateway.Keys.KeyRings", null);

        Assert.Equal("""{"timestamp":"2030-01-02T03:04:05.678Z","level":"warning","category":"TenantGateway.Keys.KeyRings","eventId":42,"event":"Happened","message":"Said \"a\nb\" 3 times","values":{"Word":"a\nb","Count":3,"Sure":true}}""" + "\n", line);
    }

    [Fact]
    public void OwnException_HasItsMessage()
    {
        var json = JsonNode.Parse(Write("TenantGateway.Keys.KeyRings", Fault))!["exception"]!;

        Assert.Equal(("System.InvalidOperationException", "ada", "System.IO.IOException: ada"), ($"{json["type"]}", $"{json["message"]}", $"{json["inner"]}"));
    }

    [Fact]
    public void ExceptionOfALibrary_HasNoMessage()
    {
        var line = Write("Microsoft.AspNetCore.Server.Kestrel", Fault);

        Assert.DoesNotContain("ada", line, StringComparison.Ordinal);
        Assert.DoesNotContain("values", line, StringComparison.Ordinal);
        Assert.Contains("System.IO.IOException", line, StringComparison.Ordinal);
    }

    private string Write(string category, Exception? exception)
    {
        KeyValuePair<string, object?>[] state = [new("Word", "a\nb"), new("Count", 3), new("Sure", true), new("{OriginalFormat}", "Said {Word} {Count} times")];
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push("a scope of a library");
        using var text = new StringWriter();
        _formatter.Write(new LogEntry<KeyValuePair<string, object?>[]>(LogLevel.Warning, category, new EventId(42, "Happened"), state, exception, (_, _) => "Said \"a\nb\" 3 times"), scopes, text);
        return text.ToString();
    }
}
