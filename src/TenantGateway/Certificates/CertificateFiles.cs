using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Certificates;

/// <summary>All certificate files that are in use.</summary>
internal sealed class CertificateFiles : ICertificateFiles
{
    private readonly TimeProvider _time;
    private readonly ILogger<CertificateFiles> _logger;
    private ImmutableArray<WatchedFile> _watched = [];

    public CertificateFiles(CertificateMetrics metrics, TimeProvider time, ILogger<CertificateFiles> logger)
    {
        (_time, _logger) = (time, logger);
        metrics.Observe(() => _watched);
    }

    public ImmutableArray<WatchedFile> All => _watched;

    public IWatched<KeyedCertificate> WatchKeyed(string name, string certificateFile, string keyFile, CertificateUsage usage) =>
        Watch(name, [certificateFile, keyFile], texts =>
        {
            PrivateFile.Refuse(keyFile);
            return KeyedCertificateReader.Read(texts[0], texts[1], usage, _time.GetUtcNow());
        }, keyed => keyed.Leaf);

    public IWatched<X509Certificate2Collection> WatchAuthorities(string name, string file) =>
        Watch(name, [file], texts => AuthoritiesReader.Read(texts[0]), authorities => authorities.MinBy(authority => authority.NotAfter));

    /// <summary>Looks at all files again. One caller at a time.</summary>
    public void Refresh()
    {
        foreach (var file in _watched) file.Refresh();
    }

    private WatchedFile<T> Watch<T>(string name, ImmutableArray<string> paths, Func<string[], T> read, Func<T, X509Certificate2?> firstToEnd)
        where T : class
    {
        var file = WatchedFile<T>.Open(name, paths, read, firstToEnd, _logger);
        ImmutableInterlocked.Update(ref _watched, static (watched, added) => watched.Add(added), (WatchedFile)file);
        return file;
    }
}
