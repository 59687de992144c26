using System.Security.Cryptography;

namespace TenantGateway.Certificates;

/// <summary>Tells what is wrong with files to whoever must mend them.</summary>
internal static class FileProblem
{
    /// <summary>Whether a fault is one of the files, and not of the gateway.</summary>
    public static bool Is(Exception fault) => fault
        is IOException or UnauthorizedAccessException or InvalidDataException or CryptographicException or ArgumentException or FormatException or NotSupportedException;

    // Messages of the platform may quote paths, and those of cryptography say nothing to whoever must mend it.
    public static string Of(Exception fault) => fault switch
    {
        InvalidDataException said => said.Message,
        FileNotFoundException or DirectoryNotFoundException => "a file is missing. Put it back where the settings say.",
        IOException or UnauthorizedAccessException => "a file cannot be read. Give the gateway's user the right to.",
        _ => "the files hold no PEM certificate with its own private key. Write both files of the same pair again.",
    };
}
