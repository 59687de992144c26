using System.Diagnostics;
using System.Globalization;
using System.Text;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Faults.Streams;

/// <summary>Events that reveal something, each recorded before it leaves: how much later they are than without the gateway. Both streams are listened to at once and written to in turns.</summary>
internal sealed class EventsRow(StreamStage stage) : IFault
{
    private const double MostMilliseconds = 1;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(4);

    public string Name => "an event that reveals a value";

    public string Promise => Text.Of($"at most {MostMilliseconds} ms later than without the gateway, its record included (medians)");

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await stage.StartAsync(cancellationToken);
        var stored = await stage.StoreAsync("""{"email":"a@example.org"}""", cancellationToken);
        var events = context.Short ? 300 : 1500;
        stage.Service.Handle = async exchange =>
        {
            exchange.Response.ContentType = "text/event-stream";
            for (var i = 0; i < events; i++)
            {
                await Task.Delay(Between, exchange.RequestAborted);
                var line = $"id: {Stopwatch.GetTimestamp()}\ndata: {stored}\n\n";
                await exchange.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(line), exchange.RequestAborted);
                await exchange.Response.Body.FlushAsync(exchange.RequestAborted);
            }
        };
        using var service = LoopbackClient.Create(stage.Service.Address);
        var direct = ListenAsync(service, new HttpRequestMessage(HttpMethod.Get, "events"), "pn1.", cancellationToken);
        var through = ListenAsync(stage.Gateway.Data, stage.Request(HttpMethod.Get).With("Accept", "text/event-stream"), "a@example.org", cancellationToken);
        var (without, with) = (await direct, await through);
        var later = Middle(with) - Middle(without);
        return Observation.Of(
            later <= MostMilliseconds && with.Length == events,
            Text.Of($"{later:F2} ms: {Middle(with):F2} ms and without it {Middle(without):F2} ms; 99 of 100 within {At(with, 0.99):F2} ms and {At(without, 0.99):F2} ms ({events} events each)"));
    }

    private static double Middle(double[] values) => At(values, 0.5);

    // The first ones compile the code.
    private static double At(double[] values, double part) => values.Skip(values.Length / 10).Order().ElementAt((int)((values.Length - (values.Length / 10)) * part));

    private static async Task<double[]> ListenAsync(HttpClient client, HttpRequestMessage request, string holds, CancellationToken cancellationToken)
    {
        var took = new List<double>();
        using (request)
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            answer.EnsureSuccessStatusCode();
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                var written = long.Parse(line["id: ".Length..], CultureInfo.InvariantCulture);
                var data = await reader.ReadLineAsync(cancellationToken) ?? "";
                took.Add(Stopwatch.GetElapsedTime(written).TotalMilliseconds);
                if (!data.Contains(holds, StringComparison.Ordinal)) throw new InvalidOperationException("An event does not hold what it should.");
                await reader.ReadLineAsync(cancellationToken);
            }
        }

        return [.. took];
    }
}
