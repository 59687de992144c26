using System.Collections.Immutable;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>A file with one secret, or with two while a sender changes from the one to the other. Nothing that comes of reading it tells what it holds.</summary>
internal static class SecretFile
{
    private const int MostBytes = 4096;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <exception cref="InvalidDataException">It cannot be read, is open to others, or holds anything but one or two secrets.</exception>
    public static ImmutableArray<WebhookSecret> Read(string path)
    {
        using var bytes = new PinnedKey(MostBytes + 1);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            // Its group may read it: that is how orchestrators hand out secrets.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0) throw new InvalidDataException("it is open to others. Run chmod o=,g-w on it, and consider the secret known.");
            return WebhookSecret.ReadAll(bytes.Span[..file.ReadAtLeast(bytes.Span, bytes.Span.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"it cannot be read ({unreadable.GetType().Name}).");
        }
    }
}
