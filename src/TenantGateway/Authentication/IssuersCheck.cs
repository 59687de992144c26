using System.Globalization;
using System.Text.Json;
using TenantGateway.Core.Doctor;

namespace TenantGateway.Authentication;

/// <summary>Whether the metadata and keys of each issuer can be had and used, fetched anew.</summary>
internal sealed class IssuersCheck(ConfiguredIssuers issuers, IssuerMetadata metadata) : IDoctorCheck
{
    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(issuers.All.OrderBy(issuer => issuer.Name, StringComparer.Ordinal).Select(issuer => ExamineAsync(issuer, cancellationToken)));

    private async Task<DoctorFinding> ExamineAsync(ConfiguredIssuer issuer, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await metadata.FetchKeysAsync(issuer, cancellationToken);
            return new DoctorFinding(DoctorCodes.IssuerUsable, string.Create(CultureInfo.InvariantCulture, $"{issuer.Name}: {keys.Count} keys for {string.Join(", ", issuer.Algorithms)}"));
        }
        catch (HttpRequestException fault)
        {
            var reason = fault.StatusCode is { } status ? string.Create(CultureInfo.InvariantCulture, $"it answers {(int)status}") : fault.HttpRequestError.ToString();
            return new DoctorFinding(DoctorCodes.IssuerUnreachable, $"{issuer.Name}: {reason}");
        }
        catch (OperationCanceledException)
        {
            return new DoctorFinding(DoctorCodes.IssuerUnreachable, $"{issuer.Name}: no answer in time");
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or JsonException or NotSupportedException)
        {
            // Its own words: what a parser says may quote what it was given.
            return new DoctorFinding(DoctorCodes.IssuerInvalid, $"{issuer.Name}: {(fault is InvalidOperationException ? fault.Message : "it is not of the form of metadata or keys")}");
        }
    }
}
