namespace TenantGateway.Faults.Streams;

/// <summary>Lines with stored tokens on their way to a caller who may see what they stand for.</summary>
internal sealed class DownloadRow(StreamStage stage, long bytes) : IFault
{
    private const int Kinds = 64;

    public string Name => "lines to a caller, two fields revealed in each";

    public string Promise => Passage.Promise;

    public TimeSpan Patience => TimeSpan.FromMinutes(3);

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await stage.StartAsync(cancellationToken);
        var stored = new List<string>();
        for (var i = 0; i < Kinds; i++) stored.Add(await stage.StoreAsync(Rows.At(i), cancellationToken));
        var block = Rows.Block(number => stored[number % Kinds]);
        var clear = Rows.Block(number => Rows.At(number % Kinds)).Length;
        var sent = 0L;
        stage.Service.Handle = async exchange =>
        {
            exchange.Response.ContentType = "application/x-ndjson";
            await Rows.WriteAsync(block, exchange.Response.Body, bytes, exchange.RequestAborted);
            sent = (bytes + block.Length - 1) / block.Length * clear;
        };
        return (await Passage.MeasureAsync(stage, async () =>
        {
            using var request = stage.Request(HttpMethod.Get);
            using var answer = await stage.Gateway.Data.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            answer.EnsureSuccessStatusCode();
            var got = await UploadRow.DrainAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
            return got == sent ? got : throw new InvalidOperationException($"{got} bytes came in place of {sent}.");
        })).Observe();
    }
}
