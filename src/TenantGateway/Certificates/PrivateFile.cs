using Microsoft.Win32.SafeHandles;

namespace TenantGateway.Certificates;

/// <summary>A key that others on the machine can read is theirs too.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <param name="file">What was opened, and not its path: that may lead elsewhere by now.</param>
    /// <exception cref="InvalidDataException">Others may read or write the file, or its group may write it. Its group may read it: that is how orchestrators hand out secrets.</exception>
    public static void Refuse(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows()) return;
        if ((File.GetUnixFileMode(file) & Others) != 0) throw new InvalidDataException("the key file is open to others. Run chmod o-rwx,g-w on it, and consider the key known.");
    }
}
