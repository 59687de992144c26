using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Audit;

/// <summary>Opens an export where it lies. From a URL it is fetched to the disk first, without a token: whoever holds it is not asked to be a gateway.</summary>
internal static class ExportSource
{
    public static async Task<Answer<Stream>> OpenAsync(string source, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return await FetchAsync(address, timeout, cancellationToken);
        try
        {
            return new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new CliFailure(ExitCode.Usage, "unreadable_file", unreadable.Message, "Check the path and its permissions.");
        }
    }

    private static async Task<Answer<Stream>> FetchAsync(Uri address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = timeout }) { Timeout = Timeout.InfiniteTimeSpan };
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            await response.Content.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            await file.DisposeAsync();
            return new CliFailure(ExitCode.Unavailable, "not_fetched", $"{address} could not be fetched: {fault.Message}", "Fetch it by other means and verify the file.");
        }
    }
}
