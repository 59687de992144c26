using System.Globalization;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Doctor;

/// <summary>Whether the own clock agrees with those of issuers, vault and database.</summary>
internal sealed class ClockCheck(IEnumerable<IClockSource> sources, IClockTolerance allowed) : IDoctorCheck
{
    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var readings = (await Task.WhenAll(sources.Select(source => source.ReadAsync(cancellationToken)))).SelectMany(read => read).ToList();
        return readings.Count == 0 ? [new(DoctorCodes.ClockUnknown, "neither issuers nor vault nor database told the time")] : [.. readings.Select(Finding)];
    }

    private DoctorFinding Finding(ClockReading reading)
    {
        var code = reading.AtLeast > allowed.Tolerance ? DoctorCodes.ClockWrong : reading.AtLeast > allowed.Tolerance / 3 ? DoctorCodes.ClockDrifting : DoctorCodes.ClockRight;
        var way = reading.Ahead < TimeSpan.Zero ? "behind" : "ahead of";
        return new(code, string.Create(CultureInfo.InvariantCulture, $"{reading.Source} is {reading.Ahead.Duration().TotalSeconds:0.0} s {way} this machine, give or take {reading.Uncertainty.TotalSeconds:0.0} s; tokens are allowed {allowed.Tolerance.TotalSeconds:0} s"));
    }
}
