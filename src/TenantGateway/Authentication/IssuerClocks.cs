using TenantGateway.Core.Doctor;

namespace TenantGateway.Authentication;

/// <summary>The clocks of the issuers, by the date of an answer, and how far each may differ.</summary>
internal sealed class IssuerClocks(ConfiguredIssuers issuers, IssuerMetadata metadata, TimeProvider time) : IClockSource, IClockTolerance
{
    public TimeSpan Tolerance => issuers.All.Select(issuer => issuer.ClockSkew).DefaultIfEmpty(TimeSpan.Zero).Min();

    public async Task<IReadOnlyList<ClockReading>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(issuers.All.Select(issuer => ReadAsync(issuer, cancellationToken)))).OfType<ClockReading>()];

    private async Task<ClockReading?> ReadAsync(ConfiguredIssuer issuer, CancellationToken cancellationToken)
    {
        try
        {
            // The first request makes the connection, and the second one's way is the shorter.
            await metadata.FetchDateAsync(issuer, cancellationToken);
            var asked = time.GetUtcNow();
            return await metadata.FetchDateAsync(issuer, cancellationToken) is { } date ? ClockReading.OfDate(issuer.Name, date, asked, time.GetUtcNow()) : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or InvalidOperationException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
