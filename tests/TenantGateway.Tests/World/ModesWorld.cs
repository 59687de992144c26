using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.World;

/// <summary>A gateway before a live service with one route for each mode of a policy; keeps what is logged and what is counted by route.</summary>
public sealed class ModesWorld : IAsyncLifetime
{
    private const string Rules =
        """
        "fields": [
          { "select": "$.email", "class": "email", "protection": "searchable" },
          { "select": "$.name", "class": "name" },
          { "select": "$.mail", "class": "mail", "protection": "searchable", "shape": "email" },
          { "select": "$.hired", "class": "hiring", "protection": "searchable", "shape": "date", "allowUnauthenticated": "The service takes nothing but dates." }
        ],
        "query": [ { "parameter": "email", "class": "email" } ],
        "form": [ { "field": "email", "class": "email", "protection": "searchable" } ],
        "streams": ["lines", "events"],
        "access": {
          "reveal": [ { "classes": ["email", "name"], "roles": ["contacts.agent"], "form": "clear" } ],
          "write": [ { "classes": ["email", "name"], "roles": ["contacts.agent"] }, { "classes": ["mail", "hiring"], "roles": ["contacts.agent"] } ],
          "search": [ { "classes": ["email"], "roles": ["contacts.agent"] } ]
        }
        """;

    private readonly ConcurrentQueue<string> _counted = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(Instrument, string), long> _told = new();
    private GatewayWorld? _world;
    private LiveService? _service;

    internal GatewayWorld World => _world ?? throw new InvalidOperationException("Not started.");

    internal LiveService Service => _service ?? throw new InvalidOperationException("Not started.");

    internal LogRecorder Logs { get; } = new();

    /// <summary>The policies by file name.</summary>
    internal static Dictionary<string, string> Policies => new()
    {
        ["watch.json"] = $$"""{ "name": "watch", "mode": "observe", {{Rules}} }""",
        ["guard.json"] = $$"""
            {
              "name": "guard", "mode": "enforce", "texts": "$.note", "plain": { "select": "$.id" },
              {{Rules.Replace("\"email\", \"name\"", "\"email\", \"name\", \"phone\", \"date-of-birth\"", StringComparison.Ordinal)}}
            }
            """,
        ["shield.json"] = $$"""{ "name": "shield", {{Rules}} }""",
    };

    public async Task InitializeAsync()
    {
        _service = await LiveService.StartAsync();
        var settings = new Dictionary<string, string?>
        {
            ["ReverseProxy:Clusters:crm:Destinations:only:Address"] = _service.Address.AbsoluteUri,
            ["Gateway:Content:MaxUnitBytes"] = "1048576",
        };
        foreach (var name in Policies.Keys.Select(Path.GetFileNameWithoutExtension))
        {
            settings[$"ReverseProxy:Routes:{name}:ClusterId"] = "crm";
            settings[$"ReverseProxy:Routes:{name}:Match:Path"] = $"/{name}/{{**rest}}";
            settings[$"ReverseProxy:Routes:{name}:Metadata:Policy"] = name;
        }

        Listen();
        _world = await GatewayWorld.StartAsync(settings, services: Logs.AddTo, policies: Policies);
    }

    public async Task DisposeAsync()
    {
        await World.DisposeAsync();
        await Service.DisposeAsync();
        _listener.Dispose();
    }

    /// <summary>Sends a body, or nothing, and gives the answer with what the service received.</summary>
    internal async Task<(Answer Answer, byte[] Received)> SendAsync(string path, byte[]? body, string type = "application/json", string? coding = null, string user = "agent@acme")
    {
        var received = new MemoryStream();
        var answer = Service.Handle;
        Service.Handle = async context =>
        {
            await context.Request.Body.CopyToAsync(received);
            await answer(context);
        };
        try
        {
            var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(World.DataPlane, path)) { Content = body is null ? null : CarrierWorld.Body(body, type, coding) };
            request.With("Authorization", $"Bearer {await World.TokenAsync(user)}");
            return (await Answer.ReadAsync(await World.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)), received.ToArray());
        }
        finally
        {
            Service.Handle = answer;
        }
    }

    /// <summary>What has been counted since, one line a count: the metric without its prefix, its attributes but the route's, and the number.</summary>
    internal List<string> TakeCounts()
    {
        _listener.RecordObservableInstruments();
        var counts = new List<string>();
        while (_counted.TryDequeue(out var count)) counts.Add(count);
        return counts;
    }

    /// <summary>Waits until all of these have been counted: what passes is looked at behind the caller's back.</summary>
    internal async Task CountsAsync(params string[] expected)
    {
        var counts = new List<string>();
        await Eventually.IsTrueAsync(
            () =>
            {
                counts.AddRange(TakeCounts());
                return expected.All(counts.Contains);
            },
            string.Join(", ", expected));
    }

    private void Listen()
    {
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "TenantGateway") self.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            var words = tags.ToArray();
            // Other worlds count too; the names of these routes are their own.
            if (words.FirstOrDefault(tag => tag.Key == "route").Value is not string route || !Policies.ContainsKey($"{route}.json")) return;
            if (instrument.Name is "tenantgateway.requests" or "tenantgateway.units.inspected") return;
            var name = string.Join(' ', [instrument.Name["tenantgateway.".Length..], .. words.Where(tag => tag.Key != "route").Select(tag => tag.Value)]);
            // Those that are asked say how many there have been since the start.
            if (instrument.IsObservable)
            {
                var told = _told.GetValueOrDefault((instrument, $"{route} {name}"));
                _told[(instrument, $"{route} {name}")] = count;
                count -= told;
            }

            if (count > 0) _counted.Enqueue($"{name} {count}");
        });
        _listener.Start();
    }
}
