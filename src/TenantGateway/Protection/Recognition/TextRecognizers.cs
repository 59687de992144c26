using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Content;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection.Recognition;

/// <summary>The recognizers of the settings.</summary>
internal sealed class TextRecognizers : ITextRecognizers, IDisposable
{
    private readonly FrozenDictionary<string, AnalyzerClient> _clients;

    public TextRecognizers(IOptions<RecognizersOptions> options, RecognitionMetrics metrics, TimeProvider time, ILogger<TextRecognizers> logger) =>
        _clients = options.Value.Recognizers.ToFrozenDictionary(known => known.Key, known => new AnalyzerClient(known.Key, known.Value, metrics, time, logger), StringComparer.Ordinal);

    /// <summary>Those that are not asked at present.</summary>
    public IEnumerable<string> GivenUp => _clients.Where(client => client.Value.IsGivenUp).Select(client => client.Key).Order(StringComparer.Ordinal);

    public bool IsKnown(string name) => _clients.ContainsKey(name);

    public ValueTask<IReadOnlyList<OutsideFinding>> FindAsync(RecognizerRule rule, ReadOnlyMemory<byte> unit, UnitScan scan, CancellationToken cancellationToken) =>
        _clients.TryGetValue(rule.Name, out var client) ? client.FindAsync(rule, unit, scan, cancellationToken) : throw new RecognizerException();

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
    }
}
