using System.Collections.Immutable;
using TenantGateway.Core.Cryptography;
using TenantGateway.Core.Webhooks;

namespace TenantGateway.Authentication.Webhooks;

/// <summary>A file with one secret, or with two while a sender changes from the one to the other. Nothing that comes of reading it tells what it holds.</summary>
internal static class SecretFile
{
    private const int MostBytes = 4096;
    private const int MostSecrets = 2;
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
            return Parse(bytes.Span[..file.ReadAtLeast(bytes.Span, bytes.Span.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"it cannot be read ({unreadable.GetType().Name}).");
        }
    }

    private static ImmutableArray<WebhookSecret> Parse(ReadOnlySpan<byte> text)
    {
        var secrets = ImmutableArray.CreateBuilder<WebhookSecret>(MostSecrets);
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd((byte)'\r');
            if (line.IsEmpty) continue;
            if (secrets.Count == MostSecrets) throw new InvalidDataException("it holds more than two secrets.");
            secrets.Add(WebhookSecret.Read(line) ?? throw new InvalidDataException($"a line is no secret. Write {WebhookSecret.LeastLength} to {WebhookSecret.MostLength} printable ASCII characters without space at either end."));
        }

        return secrets.Count > 0 ? secrets.ToImmutable() : throw new InvalidDataException("it is empty.");
    }
}
