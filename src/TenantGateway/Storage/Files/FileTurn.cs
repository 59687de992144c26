namespace TenantGateway.Storage.Files;

/// <summary>Lets one process after another work on a file: another beside it, locked while that lasts and released by the system if the process dies.</summary>
internal static class FileTurn
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits its turn; it ends with what is returned.</summary>
    /// <param name="path">The file beside, which is created where it does not exist.</param>
    /// <exception cref="IOException">Another process has held it for a minute.</exception>
    internal static async Task<IAsyncDisposable> TakeAsync(string path, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFiles.OpenAlone(path);
            }
            catch (IOException held) when (held is not DirectoryNotFoundException && TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
