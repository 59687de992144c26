using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Tests.Certificates;

/// <summary>Makes a good pair of files one that must not come into force.</summary>
[UnsupportedOSPlatform("windows")]
internal static class SpoiledFiles
{
    public static void Spoil(TestPki pki, string what, (string Certificate, string Key) paths)
    {
        void Issue(X509Certificate2 issued, string chain = "") => pki.Write("a", issued, chain);

        using var weak = RSA.Create(1024);
        var other = pki.Issue(["a.example"]);
        switch (what)
        {
            case "no PEM": TestPki.Replace(paths.Certificate, "no PEM"); break;
            case "empty": TestPki.Replace(paths.Key, ""); break;
            case "key of another": TestPki.Replace(paths.Key, TestPki.KeyOf(other)); break;
            case "encrypted key":
                using (var key = other.GetECDsaPrivateKey() ?? throw new InvalidOperationException())
                {
                    Issue(other);
                    TestPki.Replace(paths.Key, key.ExportEncryptedPkcs8PrivateKeyPem("word", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
                }

                break;
            case "cut off": TestPki.Replace(paths.Key, TestPki.KeyOf(other)[..^40]); break;
            case "cut off chain": Issue(other, pki.Authority.ExportCertificatePem()[..^10]); break;
            case "chain before the leaf":
                Issue(other);
                TestPki.Replace(paths.Certificate, $"{pki.Authority.ExportCertificatePem()}\n{other.ExportCertificatePem()}");
                break;
            case "expired": Issue(pki.Issue(["a.example"], startsInDays: -10, validDays: 9)); break;
            case "not valid yet": Issue(pki.Issue(["a.example"], startsInDays: 1)); break;
            case "for clients": Issue(pki.Issue(["a.example"], CertificateUsage.Client)); break;
            case "no signatures": Issue(pki.Issue(["a.example"], keyUsage: X509KeyUsageFlags.KeyEncipherment)); break;
            case "no names": Issue(pki.Issue([TestPki.Nameless])); break;
            case "weak": Issue(pki.Issue(["a.example"], key: weak)); break;
            case "key open to others": File.SetUnixFileMode(paths.Key, UnixFileMode.UserRead | UnixFileMode.OtherRead); break;
            case "key open to writers": File.SetUnixFileMode(paths.Key, UnixFileMode.UserRead | UnixFileMode.GroupWrite); break;
            case "certificate missing": File.Delete(paths.Certificate); break;
            case "key missing": File.Delete(paths.Key); break;
            case "too large": TestPki.Replace(paths.Certificate, new string('x', 1024 * 1024 + 1)); break;
            default: throw new ArgumentOutOfRangeException(nameof(what));
        }
    }
}
