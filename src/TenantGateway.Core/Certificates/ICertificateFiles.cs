using System.Security.Cryptography.X509Certificates;

namespace TenantGateway.Core.Certificates;

/// <summary>
/// Certificates that lie in files and are read again when these change. What is broken is refused where it is first read, and later raises an alarm while
/// what was read before stays in force.
/// </summary>
public interface ICertificateFiles
{
    /// <summary>Reads and watches a certificate with its key.</summary>
    /// <param name="name">Told in logs, metrics and health; no path.</param>
    /// <param name="certificateFile">PEM: the certificate first, then what leads to its authority.</param>
    /// <param name="keyFile">PEM: its unencrypted private key (PKCS#8, or that of its algorithm), unreadable to others.</param>
    /// <param name="usage">The extended key usage (RFC 5280 section 4.2.1.12) that it must allow where it restricts any.</param>
    /// <exception cref="InvalidOperationException">The files cannot be used as they lie there now; the message says why and what to do.</exception>
    IWatched<KeyedCertificate> WatchKeyed(string name, string certificateFile, string keyFile, CertificateUsage usage);

    /// <summary>Reads and watches the authorities that alone are trusted for something.</summary>
    /// <param name="name">Told in logs, metrics and health; no path.</param>
    /// <param name="file">PEM: one certificate or more.</param>
    /// <exception cref="InvalidOperationException">The file cannot be used as it lies there now; the message says why and what to do.</exception>
    IWatched<X509Certificate2Collection> WatchAuthorities(string name, string file);
}

/// <summary>What lies in files, as last read and found good.</summary>
public interface IWatched<out T>
{
    /// <summary>Immutable; another instance after a change.</summary>
    T Current { get; }
}

/// <summary>What a certificate is used for.</summary>
public enum CertificateUsage
{
    /// <summary>Towards callers (<c>id-kp-serverAuth</c>).</summary>
    Server,

    /// <summary>Towards services (<c>id-kp-clientAuth</c>).</summary>
    Client,
}
