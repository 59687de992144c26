namespace TenantGateway.Storage;

/// <summary>Lets one process after another create and migrate the database: a file beside it, locked while that lasts and released by the system if the process dies.</summary>
internal static class MigrationLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits its turn; the lock ends with what is returned.</summary>
    /// <exception cref="IOException">Another process has held it for a minute.</exception>
    internal static async Task<IDisposable> TakeAsync(string database, CancellationToken cancellationToken)
    {
        var path = database + ".migrating";
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFiles.OpenAlone(path);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
