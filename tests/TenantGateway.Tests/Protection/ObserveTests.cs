using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>A policy that observes: everything passes as it is, and what would have become of it is counted.</summary>
public sealed class ObserveTests(ModesWorld world) : IClassFixture<ModesWorld>
{
    private static readonly byte[] Contact = """{"email":"ada@example.org","name":"Ada","x":1}"""u8.ToArray();

    [Fact]
    public async Task BodiesAndQueries_PassAsTheyAreAndAreCounted()
    {
        string? query = null;
        world.Service.Handle = context =>
        {
            query = context.Request.QueryString.Value;
            return RecordingService.WriteAsync(context, 200, "application/json", Contact);
        };
        world.TakeCounts();

        var (answer, received) = await world.SendAsync("watch/a?email=ada@example.org&b=1", Contact);

        Assert.Equal((200, "?email=ada@example.org&b=1"), (answer.Status, query));
        Assert.Equal(Contact, received);
        Assert.Equal(Contact, answer.Body);
        Assert.Equal($"{Contact.Length}", world.Service.Headers["Content-Length"]);
        await world.CountsAsync(
            [
                "bodies request observed 1", "bodies response observed 1", "observed.fields request email 1", "observed.fields request email 1", "observed.fields request name 1",
                "observed.fields response email 1", "observed.fields response name 1",
            ]);
    }

    [Theory]
    [InlineData("{", "application/json", "agent@acme", "malformed_json")]
    [InlineData("{\"Email\":\"a\"}", "application/json", "agent@acme", "ambiguous_name")]
    [InlineData("{\"email\":\"a\"}", "application/json", "support@acme", "class_write_denied")]
    [InlineData("{\"x\":\"pn1.abcdef.rAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}", "application/json", "agent@acme", "stored_token_in_request")]
    [InlineData("{\"mail\":\"ada\"}", "application/json", "agent@acme", "unfit_value")]
    [InlineData("{\"mail\":\"ada@x.pn.invalid\"}", "application/json", "agent@acme", "stored_token_in_request")]
    [InlineData("{\"hired\":\"3985-03-12\"}", "application/json", "agent@acme", "stored_token_in_request")]
    [InlineData("email=a", "application/x-www-form-urlencoded", "support@acme", "class_write_denied")]
    [InlineData("{\"x\":1}\n{\"Email\":1}\n", "application/x-ndjson", "agent@acme", "ambiguous_name")]
    [InlineData("\u0000\u0001", "image/png", "agent@acme", "unsupported_media_type")]
    public async Task WhatWouldBeRefused_PassesAndIsCountedByItsReason(string body, string type, string user, string reason)
    {
        world.Service.Handle = _ => Task.CompletedTask;
        world.TakeCounts();

        var (answer, received) = await world.SendAsync("watch/a", Encoding.UTF8.GetBytes(body), type, user: user);

        Assert.Equal((200, body), (answer.Status, Encoding.UTF8.GetString(received)));
        await world.CountsAsync([$"observed.refusals request {reason} 1"]);
        Assert.Equal(reason, (await world.SendAsync("shield/a", Encoding.UTF8.GetBytes(body), type, user: user)).Answer.Reason);
    }

    [Theory]
    [InlineData("text/html", 200)]
    [InlineData("application/json", 206)]
    [InlineData("text/plain", 500)]
    public async Task AnswersThatWouldBeWithheld_Pass(string type, int status)
    {
        world.Service.Handle = context => RecordingService.WriteAsync(context, status, type, Contact);
        var (answer, _) = await world.SendAsync("watch/a", null);
        Assert.Equal(status, answer.Status);
        Assert.Equal(Contact, answer.Body);
    }

    [Fact]
    public async Task CompressedBodies_PassCompressedAndAreLookedAt()
    {
        var packed = new MemoryStream();
        await using (var encoder = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) await encoder.WriteAsync(Contact);
        world.Service.Handle = context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return RecordingService.WriteAsync(context, 200, "application/json", packed.ToArray());
        };
        world.TakeCounts();

        var (answer, received) = await world.SendAsync("watch/a", packed.ToArray(), coding: "gzip");

        Assert.Equal((200, "gzip"), (answer.Status, Assert.Single(answer.ContentHeaders.ContentEncoding)));
        Assert.Equal(packed.ToArray(), answer.Body);
        Assert.Equal(packed.ToArray(), received);
        Assert.Equal("gzip", world.Service.Headers["Content-Encoding"]);
        await world.CountsAsync(["observed.fields request email 1", "observed.fields response email 1"]);
    }

    [Fact]
    public async Task BodyLongerThanAUnit_PassesAndCountsAsTooLarge()
    {
        byte[] body = [.. "{\"email\":\"ada@example.org\",\"x\":\""u8, .. Enumerable.Repeat((byte)'x', 2_000_000), .. "\"}"u8];
        world.Service.Handle = _ => Task.CompletedTask;
        world.TakeCounts();

        var (answer, received) = await world.SendAsync("watch/a", body);

        Assert.Equal(200, answer.Status);
        Assert.Equal(body, received);
        await world.CountsAsync(["observed.refusals request body_too_large 1"]);
    }

    [Fact]
    public async Task Events_ReachTheCallerBeforeTheStreamEnds()
    {
        var goOn = new TaskCompletionSource();
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"email\":\"ada@example.org\"}\n\n");
            await goOn.Task;
            await context.Response.WriteAsync("data: {\"name\":\"Ada\"}\n\n");
        };
        world.TakeCounts();
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.World.DataPlane, "watch/a"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {await world.World.TokenAsync("agent@acme")}");

        using var answer = await world.World.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("data: {\"email\":\"ada@example.org\"}", await reader.ReadLineAsync());
        goOn.SetResult();
        Assert.Equal("\ndata: {\"name\":\"Ada\"}\n\n", await reader.ReadToEndAsync());

        await world.CountsAsync(["observed.fields response email 1", "observed.fields response name 1"]);
    }

    [Fact]
    public async Task StoredTokenOfAnotherTenant_PassesAndIsTold()
    {
        var (_, stored) = await world.SendAsync("shield/a", Contact, user: "agent@globex");
        world.Service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", stored);
        world.TakeCounts();

        var (answer, _) = await world.SendAsync("watch/a", null);

        Assert.Equal(stored, answer.Body);
        await world.CountsAsync(["tokens.foreign 2"]);
        await Eventually.IsTrueAsync(() => world.Logs.Lines.Any(line => line.Contains("4051: Security event foreign_token: 2 stored tokens", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Shapes_PassAndAreNoClearValues()
    {
        var (_, stored) = await world.SendAsync("shield/a", """{"mail":"ada@example.org","hired":"1985-03-12"}"""u8.ToArray());
        world.Service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", [.. stored[..^1], .. ",\"email\":\"ada@example.org\"}"u8]);
        world.TakeCounts();

        var (answer, _) = await world.SendAsync("watch/a", null);

        Assert.StartsWith(Encoding.UTF8.GetString(stored)[..^1], answer.Text, StringComparison.Ordinal);
        await world.CountsAsync(["observed.fields response email 1"]);
    }

    [Fact]
    public async Task TokenInThePath_IsRefusedAllTheSame() => Assert.Equal("stored_token_in_request",
        (await world.SendAsync("watch/pn1.abcdef.rAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", null)).Answer.Reason);

    [Fact]
    public async Task Traffic_LeavesNothingPersonalInTheLog()
    {
        world.Service.Handle = context => RecordingService.WriteAsync(context, 200, "application/json", Contact);
        await world.SendAsync("watch/a", """{"email":"ada.secret@example.org","Email":1}"""u8.ToArray());
        Assert.DoesNotContain(world.Logs.Lines, line => line.Contains("ada.secret", StringComparison.Ordinal) || line.Contains("ada@example.org", StringComparison.Ordinal));
    }

    [Fact]
    public void Activation_IsLoud() => Assert.Contains(world.Logs.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("4050: Policy watch only observes", StringComparison.Ordinal));

    [Fact]
    public void Mode_IsPartOfTheVersion_AndNotForCallersWithoutAToken()
    {
        var version = Version("observe");
        Assert.NotEqual(Version("protect"), version);

        var result = PolicySetReader.Read([new PolicyFile("open.json", Encoding.UTF8.GetBytes(
            """{ "name": "open", "mode": "observe", "callers": "anonymous", "maxBodyBytes": 100, "fields": [ { "select": "$.a", "class": "name" } ] }"""))]);
        Assert.Equal("$.mode", Assert.Single(result.Problems).Path);
    }

    private static string Version(string mode) => PolicySetReader.Read([new PolicyFile("a.json", Encoding.UTF8.GetBytes(
        $$"""{ "name": "a", "mode": "{{mode}}", "fields": [ { "select": "$.a", "class": "name" } ] }"""))]).Snapshot!.Version;
}
