using System.Text;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>Streams of units: each goes on as soon as it is through, and one that is refused cuts the stream off on both sides.</summary>
public sealed class UnitStreamTests(CarrierWorld world) : IClassFixture<CarrierWorld>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string Padding = new('x', 100_000);

    [Fact]
    public async Task LinesOfARequest_ReachTheServiceOneByOne()
    {
        var token = await world.TokenOfAsync("a@example.org");
        var arrived = new[] { new TaskCompletionSource<string>(), new TaskCompletionSource<string>(), new TaskCompletionSource<string>() };
        world.Service.Handle = async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            foreach (var line in arrived) line.SetResult(await reader.ReadLineAsync() ?? "");
        };

        var answer = await world.SendAsync(new World.StreamedContent("application/x-ndjson", async stream =>
        {
            // A client of HTTP/1.1 gathers a few KB before it sends any.
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{{\"x\":\"{Padding}\",\"email\":\"a@exam"));
            await stream.FlushAsync();
            await stream.WriteAsync("ple.org\"}\n"u8.ToArray());
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"\"{Padding}\"\n"));
            await stream.FlushAsync();
            Assert.Equal($$"""{"x":"{{Padding}}","email":"{{token}}"}""", await arrived[0].Task.WaitAsync(Patience));
            await stream.WriteAsync("{\"n\":5.0}"u8.ToArray());
        }));

        Assert.Equal((200, """{"n":5.0}"""), (answer.Status, await arrived[2].Task.WaitAsync(Patience)));
    }

    [Fact]
    public async Task RefusedLine_ResetsTheService_AndIsToldAndRecorded()
    {
        var (first, ended) = (new TaskCompletionSource(), new TaskCompletionSource<string>());
        world.Service.Handle = async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            try
            {
                var text = await reader.ReadLineAsync();
                first.SetResult();
                ended.SetResult(text + await reader.ReadToEndAsync());
            }
            catch (Exception cut) when (cut is IOException or OperationCanceledException)
            {
                ended.SetResult("cut");
            }
        };

        var answer = await world.SendAsync(new World.StreamedContent("application/x-ndjson", async stream =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{{\"n\":1}}\n\"{Padding}\"\n"));
            await stream.FlushAsync();
            await first.Task.WaitAsync(Patience);
            await stream.WriteAsync("{\"Email\":\"zebulona\"}\n{\"email\":\"zebulona\"}\n"u8.ToArray());
        }));

        Assert.Equal((400, "ambiguous_name", "cut"), (answer.Status, answer.Reason, await ended.Task.WaitAsync(Patience)));
        Assert.Contains(await world.World.AuditAsync("acme"), record => (record["event"], record["outcome"], record["request"]) == ("data.stream_aborted", "ambiguous_name", answer.Headers.GetValues("X-Request-Id").Single()));
    }

    [Fact]
    public async Task FirstLineThatIsRefused_NeverReachesTheService()
    {
        var before = world.Service.Requests;
        var answer = await world.SendAsync(new World.StreamedContent("application/x-ndjson", stream => stream.WriteAsync("{\"Email\":\"a\"}\n"u8.ToArray()).AsTask()));
        Assert.Equal((400, "ambiguous_name", before), (answer.Status, answer.Reason, world.Service.Requests));
    }

    [Fact]
    public async Task MoreThanTheRouteTakes_IsCutOff()
    {
        world.Service.Handle = context => context.Request.Body.CopyToAsync(Stream.Null);
        var line = Encoding.ASCII.GetBytes($"\"{new string('x', 999_997)}\"\n");
        var answer = await world.SendAsync(new World.StreamedContent("application/x-ndjson", async stream =>
        {
            for (var i = 0; i < 20; i++) await stream.WriteAsync(line);
        }));
        Assert.Equal((413, "body_too_large"), (answer.Status, answer.Reason));

        answer = await world.SendAsync(new World.StreamedContent("application/x-ndjson", async stream =>
        {
            await stream.WriteAsync("\""u8.ToArray());
            for (var i = 0; i < 3; i++) await stream.WriteAsync(line.AsMemory(1, 900_000));
        }));
        Assert.Equal((413, "body_too_large"), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("application/x-ndjson", "{0}\n")]
    [InlineData("text/event-stream", "event: x\r\ndata: {0}\r\n\r\n")]
    public async Task UnitsOfAnAnswer_ReachTheCallerOneByOne_InItsForm(string type, string frame)
    {
        var token = await world.TokenOfAsync("a@example.org");
        var next = new SemaphoreSlim(0);
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = type;
            for (var i = 0; i < 3; i++)
            {
                var unit = frame.Replace("{0}", $$"""{"n":{{i}},"email":"{{token}}"}""", StringComparison.Ordinal);
                await context.Response.WriteAsync(unit[..20]);
                await context.Response.Body.FlushAsync();
                await context.Response.WriteAsync(unit[20..]);
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(Patience, context.RequestAborted);
            }
        };

        foreach (var (user, seen) in new[] { ("agent@acme", "a@example.org"), ("support@acme", "a•••@e•••.org") })
        {
            using var response = await world.StartAsync(null, user, type);
            Assert.Equal((200, type, "no-store, private"), ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Headers.CacheControl?.ToString()));
            await using var stream = await response.Content.ReadAsStreamAsync();
            for (var i = 0; i < 3; i++)
            {
                var expected = frame.Replace("{0}", $$"""{"n":{{i}},"email":"{{seen}}"}""", StringComparison.Ordinal);
                var buffer = new byte[Encoding.UTF8.GetByteCount(expected)];
                await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(Patience);
                Assert.Equal(expected, Encoding.UTF8.GetString(buffer));
                next.Release();
            }

            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        }
    }

    /// <summary>A record for each network packet would make the disk the measure of every download.</summary>
    [Fact]
    public async Task LinesThatCameTogether_ShareTheirRecords()
    {
        var line = $$"""{"email":"{{await world.TokenOfAsync("a@example.org")}}","x":"{{new string('x', 900)}}"}""" + "\n";
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "application/x-ndjson";
            await context.Response.WriteAsync(string.Concat(Enumerable.Repeat(line, 6000)));
        };

        using var response = await world.StartAsync(null);
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');

        Assert.Equal(6000, lines.Length);
        Assert.All(lines, seen => Assert.StartsWith("""{"email":"a@example.org",""", seen, StringComparison.Ordinal));
        var request = response.Headers.GetValues("X-Request-Id").Single();
        var records = (await world.World.AuditAsync("acme")).Where(record => (record["event"], record["request"]) == ("data.revealed", request)).ToArray();
        Assert.Equal(6000, records.Sum(record => record.Leaf.GetProperty("given")[0].GetProperty("count").GetInt32()));
        // Some 6 MB, of which a reading of the socket gives a few KB up to some hundred.
        Assert.InRange(records.Length, 1, 40);
    }

    /// <summary>What is left under way when nobody reads any more must not write into memory that is somebody else's by then.</summary>
    [Fact]
    public async Task CallerThatLeaves_EndsTheStreamOfTheService()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "application/x-ndjson";
            try
            {
                while (true)
                {
                    await context.Response.WriteAsync("{\"n\":1}\n", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(20, context.RequestAborted);
                }
            }
            finally
            {
                ended.SetResult();
            }
        };

        using (var response = await world.StartAsync(null))
        {
            await using var stream = await response.Content.ReadAsStreamAsync();
            await stream.ReadExactlyAsync(new byte[8]).AsTask().WaitAsync(Patience);
        }

        await ended.Task.WaitAsync(Patience);
        world.Service.Handle = _ => Task.CompletedTask;
        Assert.Equal(200, (await world.SendAsync(CarrierWorld.Body("{}"u8.ToArray(), "application/json"))).Status);
    }

    [Fact]
    public async Task HeadOfAnEventStream_LeavesBeforeTheFirstEvent()
    {
        var go = new TaskCompletionSource();
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await go.Task.WaitAsync(Patience);
            await context.Response.WriteAsync("data: {}\n\n");
        };
        using var response = await world.StartAsync(null, accept: "text/event-stream");
        go.SetResult();
        Assert.Equal("data: {}\n\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task RefusedUnitOfAnAnswer_CutsItOff_AndIsRecorded()
    {
        var read = new TaskCompletionSource();
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "application/x-ndjson";
            await context.Response.WriteAsync("{\"n\":1}\n");
            await context.Response.Body.FlushAsync();
            await read.Task.WaitAsync(Patience);
            await context.Response.WriteAsync("{\"Email\":\"zebulona\"}\n{\"n\":2}\n");
        };

        using var response = await world.StartAsync(null);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var first = new byte[8];
        await stream.ReadExactlyAsync(first).AsTask().WaitAsync(Patience);
        read.SetResult();
        var rest = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(rest));

        Assert.Equal(("{\"n\":1}\n", 0), (Encoding.ASCII.GetString(first), rest.Length));
        var request = response.Headers.GetValues("X-Request-Id").Single();
        await Eventually.IsTrueAsync(async () => (await world.World.AuditAsync("acme")).Any(record => (record["event"], record["outcome"], record["request"]) == ("data.stream_aborted", "response_not_inspectable", request)));
    }

    [Fact]
    public async Task FirstUnitThatIsRefused_IsAPlain502()
    {
        world.Service.Handle = context =>
        {
            context.Response.ContentType = "application/x-ndjson";
            return context.Response.WriteAsync("{\"Email\":\"zebulona\"}\n");
        };
        var answer = await world.SendAsync(null);
        Assert.Equal((502, "response_not_inspectable"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task RevealedUnit_IsOnRecordBeforeItLeaves()
    {
        var token = await world.TokenOfAsync("a@example.org");
        var read = new TaskCompletionSource();
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "application/x-ndjson";
            await context.Response.WriteAsync($"{{\"email\":\"{token}\"}}\n");
            await context.Response.Body.FlushAsync();
            await read.Task.WaitAsync(Patience);
        };
        using var response = await world.StartAsync(null);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte["{\"email\":\"a@example.org\"}\n".Length]);

        var request = response.Headers.GetValues("X-Request-Id").Single();
        Assert.Contains(await world.World.AuditAsync("acme"), record => (record["event"], record["request"]) == ("data.revealed", request));
        read.SetResult();
    }

    /// <summary>What else comes meanwhile is no sign that the rest of a token does.</summary>
    [Theory]
    [InlineData("Help", 5)]
    [InlineData("see pn1.ab", 20)]
    public async Task BeginningOfATokenThatNothingContinues_GoesOn_AlsoWhereTheServiceIsNotSilent(string text, int seconds)
    {
        var read = new TaskCompletionSource();
        world.Service.Handle = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"data: {{\"say\":\"{text}\"}}\n\n");
            while (!read.Task.IsCompleted)
            {
                await context.Response.WriteAsync(": ping\n\n");
                await context.Response.Body.FlushAsync();
                await Task.WhenAny(read.Task, Task.Delay(100));
            }
        };
        var expected = $"data: {{\"say\":\"{text}\"}}\n\n: ping\n\n";

        using var response = await world.StartAsync(null, accept: "text/event-stream");
        await using var stream = await response.Content.ReadAsStreamAsync();
        var seen = new byte[expected.Length];
        await stream.ReadExactlyAsync(seen).AsTask().WaitAsync(TimeSpan.FromSeconds(seconds));
        read.SetResult();
        Assert.Equal(expected, Encoding.ASCII.GetString(seen));
    }
}
