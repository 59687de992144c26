using System.Text.Json;

namespace TenantGateway.Diagnostics;

/// <summary>Asks processes for their health from outside, one line each.</summary>
internal static class HealthQuestion
{
    private const int MaxReportBytes = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="addresses">Of probes, such as <c>http://127.0.0.1:8081/healthz/ready</c>; one at least.</param>
    /// <param name="output">Where the lines go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>0 where all answered that they are well (2xx), else 1.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> addresses, TextWriter output, CancellationToken cancellationToken)
    {
        if (addresses.Count == 0) await output.WriteLineAsync("Give the address of a probe, such as http://127.0.0.1:8081/healthz/ready.");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Patience, MaxResponseContentBufferSize = MaxReportBytes };
        var unwell = addresses.Count == 0 ? 1 : 0;
        foreach (var address in addresses)
        {
            var (isWell, answer) = await AskAsync(client, address, cancellationToken);
            if (!isWell) unwell++;
            await output.WriteLineAsync($"{address}: {answer}");
        }

        return unwell == 0 ? 0 : 1;
    }

    private static async Task<(bool IsWell, string Answer)> AskAsync(HttpClient client, string address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return (false, "no address. Give http(s)://HOST:PORT/PATH.");
        try
        {
            using var response = await client.GetAsync(uri, cancellationToken);
            return (response.IsSuccessStatusCode, $"{(int)response.StatusCode} {Status(await response.Content.ReadAsStringAsync(cancellationToken))}");
        }
        catch (HttpRequestException unreachable)
        {
            return (false, unreachable.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, $"no answer within {Patience.TotalSeconds:0} seconds");
        }
    }

    private static string Status(string report)
    {
        try
        {
            using var document = JsonDocument.Parse(report);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String
                ? status.GetString() ?? ""
                : "without a status";
        }
        catch (JsonException)
        {
            return "no report of a gateway";
        }
    }
}
