using System.Globalization;
using System.Net.Mail;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Rotations;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Protection;

/// <summary>A service that takes nothing but addresses, dates and phone numbers, and finds rows by their address.</summary>
public sealed class ShapedServiceTests : IAsyncLifetime
{
    private const string Jane = """{"email":"jane@example.org","born":"1985-03-12","phone":"+4930123456"}""";

    private readonly Dictionary<string, string> _tokens = [];
    private readonly List<JsonObject> _rows = [];
    private GatewayWorld? _world;

    private GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>();
        foreach (var way in (string[])["repeat", "list", "fan-out"])
        {
            settings[$"ReverseProxy:Routes:{way}:ClusterId"] = "crm";
            settings[$"ReverseProxy:Routes:{way}:Match:Path"] = $"/{way}/{{**rest}}";
            settings[$"ReverseProxy:Routes:{way}:Metadata:Policy"] = way;
        }

        _world = await GatewayWorld.StartAsync(settings, policies: new Dictionary<string, string>
        {
            ["repeat.json"] = Policy("repeat", ""),
            ["list.json"] = Policy("list", ""),
            ["fan-out.json"] = Policy("fan-out", ", \"items\": \"$.items\", \"id\": \"$.id\", \"counts\": \"$.count\""),
        });
        _world.Service.Answer = AnswerAsync;
        foreach (var user in (string[])["agent@acme", "analyst@acme", "support@acme", "agent@globex"]) _tokens[user] = await _world.TokenAsync(user);
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Theory]
    [InlineData("repeat")]
    [InlineData("list")]
    [InlineData("fan-out")]
    public async Task Values_AreTakenFoundAndGivenBack(string way)
    {
        Assert.Equal(201, (await SendAsync("agent@acme", HttpMethod.Post, $"{way}/rows", Jane)).Status);
        Assert.DoesNotMatch("jane|1985|4930", World.Service.Last.Text);

        var found = await SendAsync("agent@acme", HttpMethod.Get, $"{way}/rows?email=jane%40example.org");
        Assert.Equal(Jane, Without(found.Json["items"]!.AsArray().Single()!, "id"));
        var masked = await SendAsync("support@acme", HttpMethod.Get, $"{way}/rows");
        Assert.Equal("1985-•••", $"{masked.Json["items"]![0]!["born"]}");
        Assert.Equal(0, (int?)(await SendAsync("agent@acme", HttpMethod.Get, $"{way}/rows?email=john%40example.org")).Json["count"]);

        // What an analyst reads as handles and writes back is what was there.
        var handles = await SendAsync("analyst@acme", HttpMethod.Get, $"{way}/rows");
        Assert.Equal(201, (await SendAsync("analyst@acme", HttpMethod.Post, $"{way}/rows", Without(handles.Json["items"]![0]!, "id"))).Status);
        Assert.Equal(Without(_rows[0], "id"), Without(_rows[1], "id"));
    }

    [Fact]
    public async Task Reveal_IsOnRecordAsUnverified_AndCounted()
    {
        await SendAsync("agent@acme", HttpMethod.Post, "repeat/rows", Jane);
        var counted = await World.CountAsync("tenantgateway.fields.unverified", () => SendAsync("agent@acme", HttpMethod.Get, "repeat/rows"));
        Assert.Equal(2, counted);
        var record = (await World.AuditAsync("acme")).Last(record => record["event"] == "data.revealed");
        Assert.Equal(2, record.Leaf.GetProperty("unverified").GetInt32());
    }

    [Fact]
    public async Task UnfitValuesAndShapes_AreRefused_AndReachNobody()
    {
        foreach (var (sent, status, reason) in ((string, int, string)[])
        [
            ("""{"email":"jane"}""", 422, "unfit_value"), ("""{"born":"12.3.1985"}""", 422, "unfit_value"), ("""{"phone":"030 123456"}""", 422, "unfit_value"),
            ("""{"email":"a@b.pn.invalid"}""", 400, "stored_token_in_request"), ("""{"born":"3985-03-12"}""", 400, "stored_token_in_request"), ("""{"phone":"+999123456789012"}""", 400, "stored_token_in_request"),
        ])
        {
            var answer = await SendAsync("agent@acme", HttpMethod.Post, "repeat/rows", sent);
            Assert.Equal((status, reason), (answer.Status, answer.Reason));
        }

        await SendAsync("agent@acme", HttpMethod.Post, "repeat/rows", Jane);
        Assert.Equal("stored_token_in_request", (await SendAsync("agent@acme", HttpMethod.Post, "repeat/rows", _rows[0].ToJsonString())).Reason);
        Assert.Single(_rows);
    }

    [Fact]
    public async Task GuessesAreLimited_BySearchAndByWriting()
    {
        foreach (var (method, status) in ((HttpMethod, int)[])[(HttpMethod.Get, 200), (HttpMethod.Post, 201)])
        {
            for (var i = 0; i < 5; i++)
            {
                // The same value counts once.
                await TryAsync(0);
                var answer = await TryAsync(i);
                Assert.Equal(i < 3 ? (status, null) : (429, "distinct_values_limited"), (answer.Status, answer.Status == 429 ? answer.Reason : null));
            }

            Task<Answer> TryAsync(int i) => method == HttpMethod.Get
                ? SendAsync("agent@acme", method, $"repeat/rows?email=jane{i}%40example.org")
                : SendAsync("agent@acme", method, "repeat/rows", Jane.Replace("jane", $"jane{i}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task OtherTenant_GetsNothingOfAnEmail_AndNothingVerified()
    {
        await SendAsync("agent@acme", HttpMethod.Post, "repeat/rows", Jane);
        var answer = await SendAsync("agent@globex", HttpMethod.Get, "repeat/rows");
        Assert.DoesNotContain("jane", answer.Text, StringComparison.Ordinal);
        Assert.Contains(await World.AuditAsync("globex"), record => record["event"] == "data.foreign_token");
        Assert.Equal(0, (int?)(await SendAsync("agent@globex", HttpMethod.Get, "repeat/rows?email=jane%40example.org")).Json["count"]);
    }

    [Theory]
    [InlineData("repeat")]
    [InlineData("list")]
    [InlineData("fan-out")]
    public async Task WhileTheLookupKeyIsRotated_RowsOfBothAreFoundAndGivenBack(string way)
    {
        await SendAsync("agent@acme", HttpMethod.Post, $"{way}/rows", Jane);
        await LookupRotation.BeginAsync(World, "acme");
        await SendAsync("agent@acme", HttpMethod.Post, $"{way}/rows", Jane);

        Assert.NotEqual($"{_rows[0]["email"]}", $"{_rows[1]["email"]}");
        Assert.NotEqual($"{_rows[0]["born"]}", $"{_rows[1]["born"]}");
        var found = await SendAsync("agent@acme", HttpMethod.Get, $"{way}/rows?email=jane%40example.org");
        Assert.Equal([Jane, Jane], found.Json["items"]!.AsArray().Select(row => Without(row!, "id")));
    }

    private static string Policy(string way, string more) =>
        $$"""
        {
          "name": "{{way}}",
          "fields": [
            { "select": ["$.email", "$.items[*].email"], "class": "email", "protection": "searchable", "shape": "email" },
            { "select": ["$.born", "$.items[*].born"], "class": "date-of-birth", "protection": "searchable", "shape": "date",
              "acceptGuessable": "The service sorts by nothing.", "allowUnauthenticated": "The service takes nothing but dates." },
            { "select": ["$.phone", "$.items[*].phone"], "class": "phone", "protection": "searchable", "shape": "phone", "allowUnauthenticated": "The service takes nothing but numbers." }
          ],
          "query": [ { "parameter": "email", "class": "email", "twoTokens": "{{way}}"{{more}} } ],
          "access": {
            "reveal": [
              { "classes": ["email", "date-of-birth", "phone"], "roles": ["contacts.agent"], "form": "clear" },
              { "classes": ["email", "date-of-birth", "phone"], "roles": ["contacts.support"], "form": "mask" }
            ],
            "write": [ { "classes": ["email", "date-of-birth", "phone"], "roles": ["contacts.agent"] } ],
            "search": [ { "classes": ["email"], "roles": ["contacts.agent"] } ],
            "limits": [ { "classes": ["email"], "distinctSearches": 3, "distinctWrites": 3 } ]
          }
        }
        """;

    private static string Without(JsonNode row, string member)
    {
        var rest = row.DeepClone().AsObject();
        rest.Remove(member);
        return rest.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static bool IsValid(JsonObject row) =>
        MailAddress.TryCreate($"{row["email"]}", out var address) && address.Address == $"{row["email"]}"
        && DateOnly.TryParseExact($"{row["born"]}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        && Regex.IsMatch($"{row["phone"]}", @"^\+[1-9]\d{1,14}$");

    private Task AnswerAsync(HttpContext context, ReceivedRequest request)
    {
        if (request.Method == "POST")
        {
            var row = JsonNode.Parse(request.Body)!.AsObject();
            if (!IsValid(row)) return RecordingService.WriteAsync(context, 400, "application/json", "{}"u8.ToArray());
            row["id"] = _rows.Count;
            _rows.Add(row);
            return RecordingService.WriteAsync(context, 201, "application/json", "{}"u8.ToArray());
        }

        var asked = context.Request.Query["email"].OfType<string>().SelectMany(email => email.Split(',')).ToHashSet(StringComparer.Ordinal);
        var found = _rows.Where(row => asked.Count == 0 || asked.Contains($"{row["email"]}")).Select(row => row.ToJsonString()).ToList();
        return RecordingService.WriteAsync(context, 200, "application/json", Encoding.UTF8.GetBytes($$"""{"items":[{{string.Join(',', found)}}],"count":{{found.Count}}}"""));
    }

    private async Task<Answer> SendAsync(string user, HttpMethod method, string path, string? json = null)
    {
        using var request = LoopbackClient.Request(method, path, json).With("Authorization", $"Bearer {_tokens[user]}");
        return await Answer.ReadAsync(await World.Client.SendAsync(request));
    }
}
