using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Audit.Merkle;

namespace TenantGateway.Core.Audit.Verification;

/// <summary>Reads files of an export within bounds.</summary>
internal static class ExportReader
{
    // No record and no note comes near it.
    private const int MaxSmallFile = 4 * 1024 * 1024;

    /// <summary>A whole small file, or null where there is none that can be read.</summary>
    public static byte[]? Read(IExportFiles files, string name)
    {
        if (!files.Names.Contains(name)) return null;
        try
        {
            using var stream = files.Open(name);
            var bytes = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > MaxSmallFile) return null;
            }

            return bytes.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The SHA-256 of a file in lower-case hexadecimal, or null where it cannot be read.</summary>
    public static string? HashOf(IExportFiles files, string name)
    {
        try
        {
            using var stream = files.Open(name);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The lines of a file without their line breaks; a last one without a break counts.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or a line is longer than any record.</exception>
    public static IEnumerable<byte[]> Lines(IExportFiles files, string name)
    {
        using var stream = files.Open(name);
        var line = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            var rest = buffer.AsMemory(0, read);
            for (int end; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                line.Write(rest.Span[..end]);
                yield return line.ToArray();
                line.SetLength(0);
            }

            line.Write(rest.Span);
            if (line.Length > MaxSmallFile) throw new InvalidDataException($"A line of {name} does not end.");
        }

        if (line.Length > 0) yield return line.ToArray();
    }

    /// <summary>Hashes in base64, one a line; null where the file holds anything else.</summary>
    public static List<MerkleHash>? Hashes(IExportFiles files, string name)
    {
        var hashes = new List<MerkleHash>();
        if (!files.Names.Contains(name)) return null;
        try
        {
            foreach (var line in Lines(files, name))
            {
                if (!MerkleHash.TryParse(Encoding.ASCII.GetString(line), out var hash)) return null;
                hashes.Add(hash);
            }
        }
        catch (InvalidDataException)
        {
            return null;
        }

        return hashes;
    }
}
