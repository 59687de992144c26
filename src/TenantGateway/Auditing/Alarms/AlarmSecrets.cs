using System.Collections.Immutable;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Auditing.Alarms;

/// <summary>The secrets that posts are signed with, read each time: a file that was changed holds from the next post on.</summary>
internal static class AlarmSecrets
{
    private const int MostBytes = 4096;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <returns>One or two, to be disposed of.</returns>
    /// <exception cref="InvalidDataException">The file cannot be read, is open to others, or holds anything but one or two secrets; what it holds is not told.</exception>
    internal static ImmutableArray<WebhookSecret> Read(string path)
    {
        using var text = new PinnedKey(MostBytes);
        var secrets = WebhookSecret.ReadAll(text.Span[..Fill(path, text.Span)]);
        if (secrets.All(secret => secret.Fits(SignatureScheme.Standard))) return secrets;
        foreach (var secret in secrets) secret.Dispose();
        throw new InvalidDataException("a line is not the base64 of 16 bytes or more.");
    }

    private static int Fill(string path, Span<byte> text)
    {
        try
        {
            // Without a buffer of its own, which nobody would zero.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0) throw new InvalidDataException("it is open to others. Run chmod o=,g-w on it, and consider the secret known.");
            return file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"it cannot be read ({fault.GetType().Name}).");
        }
    }
}
