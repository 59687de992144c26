using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Certificates;

/// <summary>
/// All certificate files that are in use. Whoever uses one holds it; here they are known weakly, because clusters come and go with their configuration, and
/// files that nobody uses any more must not raise alarms for ever.
/// </summary>
internal sealed class CertificateFiles : ICertificateFiles
{
    private readonly TimeProvider _time;
    private readonly ILogger<CertificateFiles> _logger;
    private readonly Lock _adding = new();
    private ImmutableArray<WeakReference<WatchedFile>> _watched = [];

    public CertificateFiles(CertificateMetrics metrics, TimeProvider time, ILogger<CertificateFiles> logger)
    {
        (_time, _logger) = (time, logger);
        metrics.Observe(() => Reported);
    }

    /// <summary>Everything in use, oldest first; of one name there may be several while connections of a former configuration go on.</summary>
    public ImmutableArray<WatchedFile> Watched => [.. _watched.Select(known => known.TryGetTarget(out var file) ? file : null).OfType<WatchedFile>()];

    /// <summary>The newest of each name.</summary>
    public ImmutableArray<WatchedFile> Reported => [.. Watched.GroupBy(file => file.Name, StringComparer.Ordinal).Select(same => same.Last())];

    public IWatched<KeyedCertificate> WatchKeyed(string name, string certificateFile, string keyFile, CertificateUsage usage) => Watch(
        name,
        [new SourceFile(certificateFile, IsPrivate: false), new SourceFile(keyFile, IsPrivate: true)],
        texts => KeyedCertificateReader.Read(texts[0], texts[1], usage, _time.GetUtcNow()),
        keyed => keyed.Leaf);

    public IWatched<X509Certificate2Collection> WatchAuthorities(string name, string file) => Watch(
        name, [new SourceFile(file, IsPrivate: false)], texts => AuthoritiesReader.Read(texts[0], _time.GetUtcNow()), authorities => authorities.MinBy(authority => authority.NotAfter));

    private WatchedFile<T> Watch<T>(string name, ImmutableArray<SourceFile> files, Func<SourceTexts, T> read, Func<T, X509Certificate2?> firstToEnd)
        where T : class
    {
        lock (_adding)
        {
            // The same files again go on as they are, also where they cannot be read just now: a change elsewhere in the configuration must not fail for them.
            var held = Watched;
            if (held.OfType<WatchedFile<T>>().LastOrDefault(file => file.Name == name && file.Files.SequenceEqual(files)) is { } known) return known;
            var added = WatchedFile<T>.Open(name, files, read, firstToEnd, _logger);
            _watched = [.. held.Append(added).Select(file => new WeakReference<WatchedFile>(file))];
            return added;
        }
    }
}
