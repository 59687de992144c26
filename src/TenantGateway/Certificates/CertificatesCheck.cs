using System.Globalization;
using TenantGateway.Core.Certificates;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Certificates;

/// <summary>Whether the certificates in use can be read, and how long they last. Names them by their place in the settings, never by their content.</summary>
internal sealed class CertificatesCheck(CertificateFiles files, IEnumerable<ICertificateUse> uses, TimeProvider time) : IDoctorCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(21);
    private static readonly TimeSpan AtOnce = TimeSpan.FromDays(3);

    public Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        List<DoctorFinding> findings = [];
        foreach (var use in uses)
        {
            try
            {
                use.Read();
            }
            catch (InvalidOperationException unusable)
            {
                findings.Add(new DoctorFinding(DoctorCodes.CertificateUnusable, unusable.Message));
            }
        }

        findings.AddRange(files.Reported.Select(Finding));
        return Task.FromResult<IReadOnlyList<DoctorFinding>>(findings.Count > 0 ? findings : [new(DoctorCodes.CertificatesAbsent, "none is in use")]);
    }

    private DoctorFinding Finding(WatchedFile file)
    {
        var left = file.EndsAt - time.GetUtcNow();
        var code = file.Problem is not null ? DoctorCodes.CertificateUnusable
            : left < AtOnce ? DoctorCodes.CertificateEnding
            : left < Soon ? DoctorCodes.CertificateEndsSoon
            : DoctorCodes.CertificateValid;
        return new DoctorFinding(code, string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {(file.Problem is { } problem ? $"{problem} " : "")}in force until {file.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm}Z, {Math.Floor(left.TotalDays)} days"));
    }
}
