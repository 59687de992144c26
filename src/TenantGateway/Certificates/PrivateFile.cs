namespace TenantGateway.Certificates;

/// <summary>A key that others on the machine can read is theirs too.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <exception cref="InvalidDataException">Others may read or write the file, or its group may write it. Its group may read it: that is how orchestrators hand out secrets.</exception>
    public static void Refuse(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        // Of what is opened, not of the path, which may be a link.
        using var file = File.OpenHandle(path);
        if ((File.GetUnixFileMode(file) & Others) != 0) throw new InvalidDataException("the key file is open to others. Run chmod o-rwx,g-w on it, and consider the key known.");
    }
}
