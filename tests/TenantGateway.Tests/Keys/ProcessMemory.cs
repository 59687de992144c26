using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TenantGateway.Tests.Keys;

/// <summary>
/// Looks for secrets in everything that a process of this user can read of its own memory, as whoever takes a dump of it would. The process goes on meanwhile.
/// </summary>
internal static class ProcessMemory
{
    private const int Window = 1 << 20;
    private const int Page = 4096;

    /// <summary>The names of the secrets that are there, with the kind of memory, and how much was looked at.</summary>
    internal static (SortedSet<string> Found, long Bytes) Search(int process, IReadOnlyCollection<KeyValuePair<string, byte[]>> secrets)
    {
        var index = new SecretIndex(secrets);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        long bytes = 0;
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        using var memory = File.OpenHandle(path + "/mem");
        var buffer = new byte[Window];
        foreach (var line in File.ReadAllLines(path + "/maps"))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns[1][0] != 'r' || columns.ElementAtOrDefault(5) is "[vvar]" or "[vvar_vclock]" or "[vsyscall]") continue;
            var ends = columns[0].Split('-').Select(end => long.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            for (var at = ends[0]; at < ends[1]; at += Window - index.Longest)
            {
                var read = Read(memory, buffer.AsSpan(0, (int)Math.Min(Window, ends[1] - at)), at);
                bytes += read;
                index.Search(buffer.AsSpan(0, read), name => found.Add($"{name} in {columns.ElementAtOrDefault(5) ?? "anonymous memory"}"));
            }
        }

        return (found, bytes);
    }

    // What cannot be read, such as pages behind the end of a mapped file, reads as zero.
    private static int Read(SafeFileHandle memory, Span<byte> window, long address)
    {
        try
        {
            if (RandomAccess.Read(memory, window, address) == window.Length) return window.Length;
        }
        catch (IOException)
        {
            // Page by page below.
        }

        window.Clear();
        for (var page = 0; page < window.Length; page += Page)
        {
            try
            {
                RandomAccess.Read(memory, window.Slice(page, Math.Min(Page, window.Length - page)), address + page);
            }
            catch (IOException)
            {
                // Nobody can read it.
            }
        }

        return window.Length;
    }

    /// <summary>Finds many secrets of at least sixteen bytes in one pass.</summary>
    private sealed class SecretIndex
    {
        private readonly bool[] _begins = new bool[1 << 16];
        private readonly Dictionary<ulong, List<KeyValuePair<string, byte[]>>> _byStart = [];

        internal SecretIndex(IEnumerable<KeyValuePair<string, byte[]>> secrets)
        {
            foreach (var secret in secrets)
            {
                Longest = Math.Max(Longest, secret.Value.Length);
                _begins[MemoryMarshal.Read<ushort>(secret.Value)] = true;
                var start = MemoryMarshal.Read<ulong>(secret.Value);
                if (!_byStart.TryGetValue(start, out var same)) _byStart.Add(start, same = []);
                same.Add(secret);
            }
        }

        internal int Longest { get; }

        internal void Search(ReadOnlySpan<byte> memory, Action<string> found)
        {
            for (var at = 0; at + sizeof(ulong) <= memory.Length; at++)
            {
                if (!_begins[MemoryMarshal.Read<ushort>(memory[at..])] || !_byStart.TryGetValue(MemoryMarshal.Read<ulong>(memory[at..]), out var candidates)) continue;
                foreach (var (name, bytes) in candidates)
                {
                    if (memory[at..].StartsWith(bytes)) found(name);
                }
            }
        }
    }
}
