namespace TenantGateway.Storage.Files;

/// <summary>How much room there is on a volume, in bytes.</summary>
internal class VolumeReader
{
    /// <param name="directory">Where; it need not exist yet.</param>
    public virtual (long Free, long Total) Of(string directory)
    {
        var existing = directory;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
        var drive = new DriveInfo(existing);
        return (drive.AvailableFreeSpace, drive.TotalSize);
    }
}
