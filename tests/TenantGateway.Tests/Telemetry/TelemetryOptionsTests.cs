using System.ComponentModel.DataAnnotations;
using TenantGateway.Telemetry;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Telemetry;

public sealed class TelemetryOptionsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Defaults_AreValid() => Assert.Empty(Failures(new TelemetryOptions()));

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("ftp://collector.example")]
    [InlineData("https://ada:secret@collector.example")]
    [InlineData("https://collector.example/?key=secret")]
    public void EndpointThatIsNone_IsRefusedWithoutQuotingIt(string endpoint)
    {
        var failure = Assert.Single(Failures(new TelemetryOptions { OtlpEndpoint = endpoint }));

        Assert.StartsWith("Gateway:Telemetry:OtlpEndpoint ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Api-Key secret")]
    [InlineData("X-Api-Key:")]
    [InlineData("X Api Key: secret")]
    [InlineData("Content-Type: secret")]
    public void HeadersThatAreNone_AreRefusedWithoutQuotingThem(string line)
    {
        var failure = Assert.Single(Failures(new TelemetryOptions { OtlpEndpoint = "https://collector.example", OtlpHeadersFile = Write($"A: b\n{line}\n") }));

        Assert.Contains("line 2 of ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingHeadersFile_IsRefused() =>
        Assert.StartsWith("Gateway:Telemetry:OtlpHeadersFile: ", Assert.Single(Failures(new TelemetryOptions { OtlpHeadersFile = Path.Combine(_folder.Path, "none") })), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://collector.example:4317", 1)]
    [InlineData("https://collector.example:4317", 0)]
    [InlineData("http://127.0.0.1:4317", 0)]
    public void Credentials_DoNotGoOutInTheClear(string endpoint, int failures) =>
        Assert.Equal(failures, Failures(new TelemetryOptions { OtlpEndpoint = endpoint, OtlpHeadersFile = Write("Authorization: Bearer x") }).Count);

    [Fact]
    public void BadValues_AreAllTold()
    {
        var options = new TelemetryOptions
        {
            LogFormat = "xml", MaxTenants = -1, OtlpProtocol = "http/json", OtlpTimeoutSeconds = 0, MetricsIntervalSeconds = 301, TraceRatio = 1.1, CallerTracesPerSecond = -1,
        };

        Assert.Equal(7, Failures(options).Count);
        Assert.All(Failures(options), failure => Assert.StartsWith("Gateway:Telemetry:", failure, StringComparison.Ordinal));
    }

    private static List<string> Failures(TelemetryOptions options)
    {
        List<ValidationResult> annotated = [];
        Validator.TryValidateObject(options, new ValidationContext(options), annotated, validateAllProperties: true);
        return [.. annotated.Select(result => $"{result.ErrorMessage}"), .. new TelemetryOptionsValidator().Validate(null, options).Failures ?? []];
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder.Path, "headers");
        File.WriteAllText(path, text);
        return path;
    }
}
