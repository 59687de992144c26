using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Tests.Certificates;

/// <summary>An authority of the test's own, and what it issues, as PEM files in a folder.</summary>
internal sealed class TestPki : IDisposable
{
    /// <summary>In place of a name: no alternative names at all.</summary>
    public const string Nameless = "nameless";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <param name="directory">Where its files go.</param>
    /// <param name="above">The authority that vouches for this one; null for a root.</param>
    public TestPki(string directory, TestPki? above = null)
    {
        Directory = directory;
        var request = new CertificateRequest(above is null ? "CN=Test authority" : "CN=Test intermediate", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Authority = above is null
            ? request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(365))
            : request.Create(above.Authority.SubjectName, X509SignatureGenerator.CreateForECDsa(above._key), Now.AddDays(-20), Now.AddDays(300), RandomNumberGenerator.GetBytes(8));
        AuthorityFile = Path.Combine(directory, $"authority-{Authority.SerialNumber}.pem");
        File.WriteAllText(AuthorityFile, Authority.ExportCertificatePem());
    }

    public string Directory { get; }

    public X509Certificate2 Authority { get; }

    public string AuthorityFile { get; }

    /// <summary>A certificate for DNS names or addresses, with its key.</summary>
    public X509Certificate2 Issue(string[] names, CertificateUsage? usage = CertificateUsage.Server, int validDays = 90, int startsInDays = -1, AsymmetricAlgorithm? key = null, X509KeyUsageFlags? keyUsage = null)
    {
        using var own = key is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={names[0]}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={names[0]}", (key as ECDsa) ?? own ?? throw new InvalidOperationException(), HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Where(name => name != Nameless))
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }

        if (names[0] != Nameless) request.CertificateExtensions.Add(alternatives.Build());
        if (keyUsage is { } allowed) request.CertificateExtensions.Add(new X509KeyUsageExtension(allowed, critical: true));
        if (usage is { } restricted)
        {
            var purpose = restricted == CertificateUsage.Server ? KeyPurposes.ServerAuthentication : KeyPurposes.ClientAuthentication;
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        var generator = X509SignatureGenerator.CreateForECDsa(_key);
        var start = Now.AddDays(startsInDays);
        using var bare = request.Create(Authority.SubjectName, generator, start, start.AddDays(validDays), RandomNumberGenerator.GetBytes(8));
        return key is RSA signing ? bare.CopyWithPrivateKey(signing) : bare.CopyWithPrivateKey((key as ECDsa) ?? own ?? throw new InvalidOperationException());
    }

    /// <summary>The authority itself with its key, for whoever shows it as a certificate.</summary>
    public string SelfSigned(out string key)
    {
        key = _key.ExportPkcs8PrivateKeyPem();
        return Authority.ExportCertificatePem();
    }

    /// <summary>Writes a pair and names its files.</summary>
    public (string Certificate, string Key) Write(string name, X509Certificate2 issued, string chain = "")
    {
        var (certificate, key) = (Path.Combine(Directory, $"{name}.pem"), Path.Combine(Directory, $"{name}.key"));
        Replace(certificate, $"{issued.ExportCertificatePem()}\n{chain}");
        Replace(key, KeyOf(issued));
        return (certificate, key);
    }

    public static string KeyOf(X509Certificate2 issued) =>
        issued.GetRSAPrivateKey() is { } rsa ? rsa.ExportPkcs8PrivateKeyPem() : issued.GetECDsaPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? throw new InvalidOperationException();

    /// <summary>As tools that renew certificates do it: nobody sees half a file.</summary>
    public static void Replace(string path, string text)
    {
        var fresh = $"{path}.{RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture)}";
        File.WriteAllText(fresh, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(fresh, path, overwrite: true);
    }

    public void Dispose()
    {
        Authority.Dispose();
        _key.Dispose();
    }
}
