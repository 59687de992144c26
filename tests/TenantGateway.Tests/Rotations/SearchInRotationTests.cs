using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Core.Protection;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Rotations;

/// <summary>Rows of before and after a rotation of the lookup key, behind services of every kind.</summary>
public sealed class SearchInRotationTests : IAsyncLifetime
{
    private readonly SearchedService _service = new();
    private readonly ConcurrentDictionary<string, Task<string>> _tokens = new();
    private GatewayWorld? _world;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _world = await GatewayWorld.StartAsync(SearchedService.Routes, policies: SearchedService.Policies);
        _service.Serve(_world.Service);
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Theory]
    [InlineData("repeat", 1)]
    [InlineData("list", 1)]
    [InlineData("fan-out", 2)]
    [InlineData("path", 1)]
    [InlineData("header", 1)]
    public async Task RowsOfBeforeAndAfter_AreFoundAndRecordedOnce(string way, int asks)
    {
        await WriteAsync(way, "Old Row", "jane@example.org");
        await WriteAsync(way, "Other Row", "john@example.org");
        await LookupRotation.BeginAsync(World, "acme");
        await WriteAsync(way, "New Row", "jane@example.org");
        World.Service.Received.Clear();
        var recorded = await RevealsAsync();

        var found = await SearchAsync(way, "jane@example.org");

        Assert.Equal((200, 2), (found.Status, (int?)found.Json["count"]));
        Assert.Equal(["New Row", "Old Row"], Names(found));
        Assert.All(found.Json["items"]!.AsArray(), row => Assert.Equal("jane@example.org", $"{row!["email"]}"));
        Assert.Equal(asks, World.Service.Received.Count);
        Assert.Equal(2, World.Service.Received.Sum(request => $"{request.RawTarget} {request.Headers.GetValueOrDefault(SearchedService.Header)}".Split("pn1.").Length - 1));
        Assert.Equal(recorded + 1, await RevealsAsync());
        Assert.Equal(["Other Row"], Names(await SearchAsync(way, "john@example.org")));
        Assert.Empty(Names(await SearchAsync(way, "nobody@example.org")));
    }

    [Theory]
    [InlineData("repeat")]
    [InlineData("list")]
    [InlineData("fan-out")]
    [InlineData("path")]
    [InlineData("header")]
    public async Task HandleOfBefore_FindsRowsOfBoth(string way)
    {
        await WriteAsync(way, "Old Row", "jane@example.org");
        var handle = $"{(await SearchAsync(way, null, "analyst@acme")).Json["email"]}";
        await LookupRotation.BeginAsync(World, "acme");
        await WriteAsync(way, "New Row", "jane@example.org");

        var found = await SearchAsync(way, handle, "analyst@acme");

        Assert.Equal(2, (int?)found.Json["count"]);
        Assert.Equal([handle, handle], found.Json["items"]!.AsArray().Select(row => $"{row!["email"]}"));
    }

    [Theory]
    [InlineData("repeat")]
    [InlineData("list")]
    [InlineData("fan-out")]
    [InlineData("path")]
    [InlineData("header")]
    public async Task UnderLoad_NoRequestFailsAndNoRowIsMissed(string way)
    {
        var written = 0;
        var searches = 0;
        using var end = new CancellationTokenSource();
        async Task WriteOnAsync()
        {
            while (!end.IsCancellationRequested)
            {
                await WriteAsync(way, "Row", "jane@example.org");
                if (Interlocked.Increment(ref written) >= 300) return;
            }
        }

        async Task SearchOnAsync()
        {
            while (!end.IsCancellationRequested)
            {
                var least = Volatile.Read(ref written);
                var found = await SearchAsync(way, "jane@example.org");
                Assert.Equal(200, found.Status);
                Assert.InRange((int?)found.Json["count"] ?? -1, least, int.MaxValue);
                Assert.All(found.Json["items"]!.AsArray(), row => Assert.Equal("jane@example.org", $"{row!["email"]}"));
                Interlocked.Increment(ref searches);
            }
        }

        Task[] load = [WriteOnAsync(), WriteOnAsync(), SearchOnAsync(), SearchOnAsync()];
        await Eventually.IsTrueAsync(() => searches > 10 && written > 10 || load.Any(task => task.IsFaulted));
        await LookupRotation.BeginAsync(World, "acme");
        var (before, beforeSearches) = (written, searches);
        await Eventually.IsTrueAsync(() => searches > beforeSearches + 20 && (written > before + 20 || written >= 300) || load.Any(task => task.IsFaulted));
        await end.CancelAsync();
        await Task.WhenAll(load);
    }

    [Theory]
    [InlineData("undeclared")]
    [InlineData("undeclared-path")]
    [InlineData("undeclared-header")]
    public async Task UndeclaredRoute_IsRefusedDuringTheRotation_AndSearchesTheNewKeyAloneAfterIt(string way)
    {
        await WriteAsync(way, "Old Row", "jane@example.org");
        Assert.Equal(["Old Row"], Names(await SearchAsync(way, "jane@example.org")));

        await LookupRotation.BeginAsync(World, "acme");
        var asked = World.Service.Received.Count;
        var refused = await SearchAsync(way, "jane@example.org");
        Assert.Equal((503, "search_not_ready", asked), (refused.Status, refused.Reason, World.Service.Received.Count));

        await LookupRotation.EndAsync(World, "acme");
        Assert.Empty(Names(await SearchAsync(way, "jane@example.org")));
    }

    [Fact]
    public void UndeclaredPlaces_AreNamedBeforeTheRotation() => Assert.Equal(
        [
            new UndeclaredSearch("undeclared", "undeclared", "email"),
            new UndeclaredSearch("undeclared-header", "undeclared-header", $"header {SearchedService.Header}"),
            new UndeclaredSearch("undeclared-path", "undeclared-path", "path /undeclared-path/rows/{email}"),
        ],
        World.Gateway.Services.GetRequiredService<ISearchRoutes>().FindUndeclared().ToArray());

    [Fact]
    public async Task SegmentWithTwoTokens_StandsWhereItStood_AndBecomesOneAgain()
    {
        Task<Answer> AskAsync() => SendAsync("agent@acme", HttpMethod.Get, "path/rows/jane%2Bx%40example.org/notes?page=1");
        const string Token = @"pn1\.[a-z2-7]{6}\.d[0-9a-f]{3}[A-Za-z0-9_-]+";
        await AskAsync();
        Assert.Matches($"^/path/rows/{Token}/notes\\?page=1$", World.Service.Last.RawTarget);

        await LookupRotation.BeginAsync(World, "acme");
        await AskAsync();
        Assert.Matches($"^/path/rows/{Token},{Token}/notes\\?page=1$", World.Service.Last.RawTarget);

        await LookupRotation.EndAsync(World, "acme");
        await AskAsync();
        Assert.Matches($"^/path/rows/{Token}/notes\\?page=1$", World.Service.Last.RawTarget);
    }

    private async Task WriteAsync(string way, string name, string email) =>
        Assert.Equal(201, (await SendAsync("agent@acme", HttpMethod.Post, $"{way}/rows", $$"""{"name":"{{name}}","email":"{{email}}"}""")).Status);

    /// <summary>Searches by a value or handle; by none, reads the first row.</summary>
    private async Task<Answer> SearchAsync(string way, string? value, string user = "agent@acme")
    {
        if (value is not null)
        {
            return way.Split('-')[^1] switch
            {
                "path" => await SendAsync(user, HttpMethod.Get, $"{way}/rows/{value}"),
                "header" => await SendAsync(user, HttpMethod.Get, $"{way}/rows", find: value),
                _ => await SendAsync(user, HttpMethod.Get, $"{way}/rows?email={value}"),
            };
        }

        var first = World.Service.Received.Last(request => request.Method == "POST").Body;
        World.Service.AnswerJson(Encoding.UTF8.GetString(first));
        var answer = await SendAsync(user, HttpMethod.Get, $"{way}/first");
        _service.Serve(World.Service);
        return answer;
    }

    private async Task<Answer> SendAsync(string user, HttpMethod method, string path, string? json = null, string? find = null)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {await _tokens.GetOrAdd(user, name => World.TokenAsync(name))}");
        if (find is not null) request.With(SearchedService.Header, find);
        return await Answer.ReadAsync(await World.Client.SendAsync(request));
    }

    private async Task<int> RevealsAsync() => (await World.AuditAsync("acme")).Count(record => record["event"] == "data.revealed");

    private static IEnumerable<string> Names(Answer answer) => answer.Json["items"]!.AsArray().Select(row => $"{row!["name"]}").Order(StringComparer.Ordinal);
}
