using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Certificates;
using TenantGateway.Core.Certificates;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Certificates;

/// <summary>What lies in certificate files comes into force whole and fit for use, or not at all.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CertificateFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestPki _pki;
    private readonly LogRecorder _logs = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly ServiceProvider _services;

    public CertificateFilesTests()
    {
        _pki = new TestPki(_directory.Path);
        _services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(_logs))
            .AddSingleton<CertificateFiles>().AddSingleton<CertificateMetrics>().AddSingleton<TimeProvider>(_time).BuildServiceProvider();
    }

    private CertificateFiles Files => _services.GetRequiredService<CertificateFiles>();

    public void Dispose()
    {
        _services.Dispose();
        _logs.Dispose();
        _pki.Dispose();
        _directory.Dispose();
    }

    public static TheoryData<string, string> Unfit => new()
    {
        { "no PEM", "hold no PEM certificate with its own private key" },
        { "empty", "hold no PEM certificate with its own private key" },
        { "key of another", "hold no PEM certificate with its own private key" },
        { "encrypted key", "hold no PEM certificate with its own private key" },
        { "cut off", "hold no PEM certificate with its own private key" },
        { "cut off chain", "a certificate in the file is cut off" },
        { "chain before the leaf", "hold no PEM certificate with its own private key" },
        { "expired", "the certificate has expired" },
        { "not valid yet", "the certificate is not valid yet" },
        { "for clients", "extended key usage does not allow server authentication" },
        { "no signatures", "key usage does not allow digital signatures" },
        { "no names", "no subject alternative names" },
        { "weak", "the key has 1024 bits and needs 2048" },
        { "key open to others", "the key file is open to others" },
        { "key open to writers", "the key file is open to others" },
        { "certificate missing", "a file is missing" },
        { "key missing", "a file is missing" },
        { "too large", "a file is larger than 1 MB" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void UnfitFiles_RefuseTheStart(string what, string told)
    {
        var paths = _pki.Write("a", _pki.Issue(["a.example"]));
        SpoiledFiles.Spoil(_pki, what, paths);

        var refused = Assert.Throws<InvalidOperationException>(() => Watch(paths));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("Some certificate (", refused.Message, StringComparison.Ordinal);
        Assert.Contains(paths.Certificate, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unfit))]
    public void UnfitFilesLater_KeepTheOldAndRaiseAlarmsOnce(string what, string told)
    {
        var good = _pki.Issue(["a.example"]);
        var paths = _pki.Write("a", good);
        var watched = Watch(paths);

        SpoiledFiles.Spoil(_pki, what, paths);
        Look();
        Look();

        Assert.Equal(good.Thumbprint, watched.Current.Leaf.Thumbprint);
        Assert.Contains(told, Assert.Single(Files.Reported).Problem, StringComparison.Ordinal);
        var alarm = Assert.Single(_logs.Lines, line => line.Contains(" 601: ", StringComparison.Ordinal));
        Assert.Contains(told, alarm, StringComparison.Ordinal);
        Assert.DoesNotContain(_directory.Path, alarm, StringComparison.Ordinal);

        var better = _pki.Issue(["a.example"]);
        _pki.Write("a", better);
        Look();
        Assert.Equal((better.Thumbprint, null), (watched.Current.Leaf.Thumbprint, Assert.Single(Files.Reported).Problem));
    }

    [Fact]
    public void CertificateThatWasTooEarly_ComesIntoForceWhenItsTimeHasCome()
    {
        var paths = _pki.Write("a", _pki.Issue(["a.example"]));
        var watched = Watch(paths);
        var early = _pki.Issue(["a.example"], startsInDays: 2);
        _pki.Write("a", early);
        Look();
        Assert.NotNull(Assert.Single(Files.Reported).Problem);

        _time.Advance(TimeSpan.FromDays(2.1));
        Look();

        Assert.Equal((early.Thumbprint, null), (watched.Current.Leaf.Thumbprint, Assert.Single(Files.Reported).Problem));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HalfOfANewPair_IsNoAlarmUnlessItStays(bool keyFirst)
    {
        var old = _pki.Issue(["a.example"]);
        var paths = _pki.Write("a", old);
        var watched = Watch(paths);
        var fresh = _pki.Issue(["a.example"]);

        if (keyFirst) TestPki.Replace(paths.Key, TestPki.KeyOf(fresh));
        else TestPki.Replace(paths.Certificate, fresh.ExportCertificatePem());
        LookOnce();
        Assert.Equal((old.Thumbprint, null), (watched.Current.Leaf.Thumbprint, Assert.Single(Files.Reported).Problem));
        _pki.Write("a", fresh);
        Look();

        Assert.Equal(fresh.Thumbprint, watched.Current.Leaf.Thumbprint);
        Assert.DoesNotContain(_logs.Lines, line => line.Contains(" 601: ", StringComparison.Ordinal));
    }

    /// <summary>As orchestrators mount secrets: the files are links through a link to a folder, and that link is replaced.</summary>
    [Fact]
    public void SwappedLink_IsAChange()
    {
        string FolderOf(X509Certificate2 issued)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_directory.Path, issued.SerialNumber)).FullName;
            TestPki.Replace(Path.Combine(folder, "tls.crt"), issued.ExportCertificatePem());
            TestPki.Replace(Path.Combine(folder, "tls.key"), TestPki.KeyOf(issued));
            return folder;
        }

        var (old, fresh) = (_pki.Issue(["a.example"]), _pki.Issue(["a.example"]));
        var (certificate, key, data) = (Path.Combine(_directory.Path, "tls.crt"), Path.Combine(_directory.Path, "tls.key"), Path.Combine(_directory.Path, "..data"));
        Directory.CreateSymbolicLink(data, FolderOf(old));
        File.CreateSymbolicLink(certificate, "..data/tls.crt");
        File.CreateSymbolicLink(key, "..data/tls.key");
        var watched = Watch((certificate, key));

        Directory.CreateSymbolicLink($"{data}_tmp", FolderOf(fresh));
        Rename($"{data}_tmp", data);
        Look();

        Assert.Equal(fresh.Thumbprint, watched.Current.Leaf.Thumbprint);
    }

    [Fact]
    public void KeyThatBecomesOpenToOthers_IsAnAlarmThoughNothingWasWritten()
    {
        var paths = _pki.Write("a", _pki.Issue(["a.example"]));
        Watch(paths);

        File.SetUnixFileMode(paths.Key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Look();
        Assert.Contains("the key file is open to others", Assert.Single(Files.Reported).Problem, StringComparison.Ordinal);

        File.SetUnixFileMode(paths.Key, UnixFileMode.UserRead);
        Look();
        Assert.Null(Assert.Single(Files.Reported).Problem);
    }

    [Fact]
    public void KeyThatItsGroupMayRead_IsTaken()
    {
        var paths = _pki.Write("a", _pki.Issue(["a.example"]));
        File.SetUnixFileMode(paths.Key, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.NotNull(Watch(paths).Current);
    }

    [Fact]
    public void RsaKey_IsTaken()
    {
        using var rsa = RSA.Create(2048);

        Assert.True(Watch(_pki.Write("a", _pki.Issue(["A.Example"], key: rsa))).Current.Names("a.example"));
    }

    [Fact]
    public void ClientCertificate_NeedsItsUsageAndNoNames()
    {
        var fit = _pki.Write("a", _pki.Issue([TestPki.Nameless], CertificateUsage.Client));
        var unfit = _pki.Write("b", _pki.Issue([TestPki.Nameless]));

        Assert.NotNull(Files.WatchKeyed("a", fit.Certificate, fit.Key, CertificateUsage.Client).Current);
        Assert.Contains("client authentication", Assert.Throws<InvalidOperationException>(() => Files.WatchKeyed("b", unfit.Certificate, unfit.Key, CertificateUsage.Client)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no PEM", "holds no certificate in PEM")]
    [InlineData("intermediate alone", "holds no root")]
    [InlineData("cut off", "cut off")]
    [InlineData("expired", "has expired")]
    public void UnfitAuthorities_AreRefusedAndLaterKeepTheOld(string what, string told)
    {
        using var intermediate = new TestPki(_directory.Path, _pki);
        var old = Files.WatchAuthorities("authorities", _pki.AuthorityFile);
        var before = old.Current;
        var pem = _pki.Authority.ExportCertificatePem();
        if (what == "expired") _time.Advance(TimeSpan.FromDays(400));
        TestPki.Replace(_pki.AuthorityFile, what switch
        {
            "no PEM" => "no PEM",
            "intermediate alone" => intermediate.Authority.ExportCertificatePem(),
            "cut off" => pem + "\n" + pem[..^10],
            _ => pem + "\n",
        });

        Look();

        Assert.Same(before, old.Current);
        Assert.Contains(told, Assert.Single(Files.Reported).Problem, StringComparison.Ordinal);
        Assert.Contains(told, Assert.Throws<InvalidOperationException>(() => Files.WatchAuthorities("others", _pki.AuthorityFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfOneName_AreReportedOnceAndKeptWhereNothingChanged()
    {
        var (first, second) = (_pki.Write("a", _pki.Issue(["a.example"])), _pki.Write("b", _pki.Issue(["a.example"])));
        var watched = Watch(first);
        File.Delete(first.Key);

        Assert.Same(watched, Watch(first));
        var other = Watch(second);
        Assert.Same(other, Assert.Single(Files.Reported));
        Assert.Equal(2, Files.Watched.Length);
        GC.KeepAlive(watched);
    }

    private IWatched<KeyedCertificate> Watch((string Certificate, string Key) paths) => Files.WatchKeyed("Some certificate", paths.Certificate, paths.Key, CertificateUsage.Server);

    // File.Move looks through links, and rename(2) does not.
    private static void Rename(string from, string to)
    {
        using var mv = System.Diagnostics.Process.Start("mv", ["-T", from, to]);
        mv.WaitForExit();
        Assert.Equal(0, mv.ExitCode);
    }

    private void LookOnce()
    {
        foreach (var file in Files.Watched) file.Refresh();
    }

    private void Look()
    {
        LookOnce();
        LookOnce();
    }
}
