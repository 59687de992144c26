using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection.Recognition;

/// <summary>
/// Asks one analyzer: texts in batches, each with a timeout, behind a circuit breaker that keeps what is down or slow from holding every request for as long as it may. Whatever is no
/// answer is a refusal.
/// </summary>
internal sealed class AnalyzerClient : IDisposable
{
    /// <summary>The texts of one call.</summary>
    public const int BatchTexts = 100;

    /// <summary>The texts of one unit.</summary>
    public const int MaxTexts = 10_000;

    private const int BatchBytes = 64 * 1024;
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private readonly string _name;
    private readonly RecognizerOptions _options;
    private readonly RecognitionMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly ResiliencePipeline _pipeline;
    private readonly CircuitBreakerStateProvider _state = new();

    public AnalyzerClient(string name, RecognizerOptions options, RecognitionMetrics metrics, TimeProvider time, ILogger logger)
    {
        (_name, _options, _metrics, _time) = (name, options, metrics, time);
        _address = new Uri(options.Address.TrimEnd('/') + "/analyze");
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = options.Connections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswerBytes };
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(options.BreakSeconds),
                StateProvider = _state,
                ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>().Handle<TimeoutRejectedException>().Handle<InvalidDataException>(),
                OnOpened = _ => Tell(() => Log.RecognizerGivenUp(logger, name, options.BreakSeconds)),
                OnClosed = _ => Tell(() => Log.RecognizerAnswers(logger, name)),
            })
            .AddTimeout(TimeSpan.FromMilliseconds(options.TimeoutMilliseconds))
            .Build();
    }

    /// <summary>Whether it is not asked at present.</summary>
    public bool IsGivenUp => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <exception cref="RecognizerException">There is no answer.</exception>
    public async ValueTask<IReadOnlyList<OutsideFinding>> FindAsync(RecognizerRule rule, ReadOnlyMemory<byte> unit, UnitScan scan, CancellationToken cancellationToken)
    {
        var batches = Cut(scan.Asked);
        if (batches.Count == 1) return await AskAsync(rule, unit, scan, batches[0], cancellationToken);
        var answers = await Task.WhenAll(batches.Select(batch => AskAsync(rule, unit, scan, batch, cancellationToken)));
        return [.. answers.SelectMany(findings => findings)];
    }

    public void Dispose() => _client.Dispose();

    private List<Range> Cut(ReadOnlySpan<AskedText> texts)
    {
        if (texts.Length > MaxTexts) throw new RecognizerException(isTooMuch: true);
        var (batches, start, bytes, all) = (new List<Range>(), 0, 0, 0);
        for (var i = 0; i < texts.Length; i++)
        {
            all += texts[i].Length;
            if (all > _options.MaxBytes) throw new RecognizerException(isTooMuch: true);
            if (i > start && (i - start == BatchTexts || bytes + texts[i].Length > BatchBytes))
            {
                batches.Add(start..i);
                (start, bytes) = (i, 0);
            }

            bytes += texts[i].Length;
        }

        batches.Add(start..texts.Length);
        return batches;
    }

    private async Task<List<OutsideFinding>> AskAsync(RecognizerRule rule, ReadOnlyMemory<byte> unit, UnitScan scan, Range batch, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var outcome = "ok";
        var body = AnalyzerProtocol.Write(rule, unit.Span, scan.Asked[batch]);
        try
        {
            return await _pipeline.ExecuteAsync(token => PostAsync(rule, body, batch, token), cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or InvalidDataException or ExecutionRejectedException)
        {
            outcome = fault switch
            {
                TimeoutRejectedException => "timeout",
                InvalidDataException => "wrong",
                HttpRequestException => "failed",
                _ => "given_up",
            };
            throw new RecognizerException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
            _metrics.Count(_name, outcome, _time.GetElapsedTime(started));
        }
    }

    private async ValueTask<List<OutsideFinding>> PostAsync(RecognizerRule rule, byte[] body, Range batch, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _client.SendAsync(request, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidDataException($"The analyzer answered {(int)answer.StatusCode}.");
        var findings = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return AnalyzerProtocol.Read(findings, rule, batch.End.Value - batch.Start.Value, batch.Start.Value);
    }

    private static ValueTask Tell(Action log)
    {
        log();
        return ValueTask.CompletedTask;
    }
}
