using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Streams;

/// <summary>Lines with clear values on their way to the service.</summary>
internal sealed class UploadRow(StreamStage stage, long bytes) : IFault
{
    public string Name => "lines to the service, two fields protected in each";

    public string Promise => Passage.Promise;

    public TimeSpan Patience => TimeSpan.FromMinutes(3);

    public async Task<Observation> RunAsync(FaultContext context, CancellationToken cancellationToken)
    {
        await stage.StartAsync(cancellationToken);
        var (block, arrived) = (Rows.Block(Rows.At), 0L);
        stage.Service.Handle = async exchange => arrived = await DrainAsync(exchange.Request.Body, exchange.RequestAborted);
        var passage = await Passage.MeasureAsync(stage, async () =>
        {
            using var request = stage.Request(HttpMethod.Post, new StreamedContent("application/x-ndjson", stream => Rows.WriteAsync(block, stream, bytes, cancellationToken)));
            using var answer = await stage.Gateway.Data.SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            return (bytes + block.Length - 1) / block.Length * block.Length;
        });
        return arrived > passage.Bytes ? passage.Observe() : Observation.Of(false, $"{arrived} bytes arrived: tokens are longer than what they stand for");
    }

    internal static async Task<long> DrainAsync(Stream body, CancellationToken cancellationToken)
    {
        var (count, buffer) = (0L, new byte[256 * 1024]);
        while (await body.ReadAsync(buffer, cancellationToken) is var read and > 0) count += read;
        return count;
    }
}
