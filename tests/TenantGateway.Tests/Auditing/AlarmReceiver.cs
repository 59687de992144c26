using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Auditing;

/// <summary>Somebody who is told of alarms, and verifies what is posted as Standard Webhooks says, with nothing of the gateway's.</summary>
internal sealed class AlarmReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    private AlarmReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single() + "/alarms";

    /// <summary>What a secret file holds.</summary>
    public string Secret => "whsec_" + Convert.ToBase64String(_key);

    /// <summary>Every post, in order, whatever was answered.</summary>
    public ConcurrentQueue<PostedAlarm> Posted { get; } = new();

    /// <summary>What is answered to the next.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<AlarmReceiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var receiver = new AlarmReceiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The settings under which it is posted to.</summary>
    public Dictionary<string, string?> Settings(TempDirectory directory, string name = "soc") => Settings(directory[$"{name}.secret"], name);

    public Dictionary<string, string?> Settings(string secretFile, string name)
    {
        File.WriteAllText(secretFile, Secret + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(secretFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new Dictionary<string, string?>
        {
            [$"Gateway:Audit:Alarms:Webhooks:{name}:Url"] = Url,
            [$"Gateway:Audit:Alarms:Webhooks:{name}:SecretFile"] = secretFile,
            ["Gateway:Audit:Alarms:WebhookHosts:0"] = "127.0.0.1",
            ["Gateway:Audit:Alarms:IntervalMilliseconds"] = "50",
        };
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var (headers, body) = (context.Request.Headers, buffer.ToArray());
        var signed = Encoding.ASCII.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.").Concat(body).ToArray();
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, signed));
        Posted.Enqueue(new PostedAlarm($"{headers["webhook-id"]}", JsonNode.Parse(body) ?? throw new InvalidDataException(), $"{headers["webhook-signature"]}".Split(' ').Contains(expected), long.Parse($"{headers["webhook-timestamp"]}", System.Globalization.CultureInfo.InvariantCulture)));
        await Answer(context);
    }
}

/// <param name="Id">The header.</param>
/// <param name="Body">The whole body.</param>
/// <param name="IsSigned">Whether one of the signatures is by the receiver's secret.</param>
/// <param name="Time">When it was signed, in seconds since 1970.</param>
internal sealed record PostedAlarm(string Id, JsonNode Body, bool IsSigned, long Time)
{
    public string? this[string member] => Body["data"]?[member]?.ToString();
}
