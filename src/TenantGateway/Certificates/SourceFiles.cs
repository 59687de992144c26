using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace TenantGateway.Certificates;

/// <summary>A file that is read together with others.</summary>
/// <param name="Path">Where it lies; may be a link.</param>
/// <param name="IsPrivate">Whether it holds a key, so that it is refused where others can read it.</param>
internal sealed record SourceFile(string Path, bool IsPrivate);

/// <summary>What files held at one moment. Keys may be in it: the arrays are pinned, so that no copies stay behind, and zeroed at the end.</summary>
internal sealed class SourceTexts : IDisposable
{
    private const int MaxBytes = 1024 * 1024;

    private readonly char[][] _texts;

    private SourceTexts(char[][] texts) => (_texts, Digest) = (texts, DigestOf(texts));

    /// <summary>The same only for the same texts.</summary>
    public string Digest { get; }

    public ReadOnlySpan<char> this[int file] => _texts[file];

    /// <exception cref="InvalidDataException">A file is too large, or a private one is open to others.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static SourceTexts Load(ImmutableArray<SourceFile> files) => new([.. files.Select(Read)]);

    public void Dispose()
    {
        foreach (var text in _texts) CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static char[] Read(SourceFile source)
    {
        using var file = File.OpenHandle(source.Path);
        if (source.IsPrivate) PrivateFile.Refuse(file);
        var length = RandomAccess.GetLength(file);
        if (length > MaxBytes) throw new InvalidDataException("a file is larger than 1 MB.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)length, pinned: true);
        try
        {
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is > 0 and var more) read += more;
            var text = GC.AllocateUninitializedArray<char>(read, pinned: true);
            Encoding.Latin1.GetChars(bytes.AsSpan(0, read), text);
            return text;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static string DigestOf(char[][] texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
            hash.AppendData(length);
            hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
