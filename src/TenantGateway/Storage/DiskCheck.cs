using System.Globalization;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Doctor;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.Files;

namespace TenantGateway.Storage;

/// <summary>Whether there is room where SQLite's file lies.</summary>
internal sealed class DiskCheck(IOptions<StorageOptions> options, VolumeReader volumes) : IDoctorCheck
{
    private const long Mebibyte = 1024 * 1024;
    private const long Full = 256 * Mebibyte;
    private const long Low = 2048 * Mebibyte;
    private const int LowShare = 20;

    public Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var (free, total) = volumes.Of(Path.GetFullPath(options.Value.Directory));
        var code = free < Full ? DoctorCodes.DiskFull : free < Low || free < total / LowShare ? DoctorCodes.DiskLow : DoctorCodes.DiskEnough;
        return Task.FromResult<IReadOnlyList<DoctorFinding>>([new(code, string.Create(CultureInfo.InvariantCulture, $"{free / Mebibyte} MiB of {total / Mebibyte} MiB are free"))]);
    }
}
