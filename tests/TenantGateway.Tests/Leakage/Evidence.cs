using System.Collections.Concurrent;
using System.Text;

namespace TenantGateway.Tests.Leakage;

/// <summary>Everything that came out of the gateway where nothing clear may be, with the place where it came out.</summary>
internal sealed class Evidence
{
    private readonly ConcurrentQueue<(string Place, byte[] Bytes)> _seen = new();

    public void Add(string place, string text) => Add(place, Encoding.UTF8.GetBytes(text));

    public void Add(string place, byte[] bytes) => _seen.Enqueue((place, bytes));

    public void AddFiles(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            file.CopyTo(content);
            Add($"file {Path.GetRelativePath(directory, path)}", content.ToArray());
            Add("file name", path);
        }
    }

    public int CountOf(string placePrefix) => _seen.Count(seen => seen.Place.StartsWith(placePrefix, StringComparison.Ordinal));

    /// <summary>Each secret that was found, with the place and what stands there.</summary>
    public IReadOnlyList<string> Find(IReadOnlyCollection<Secret> secrets)
    {
        var found = new List<string>();
        foreach (var (place, bytes) in _seen.DistinctBy(seen => (seen.Place, Encoding.Latin1.GetString(seen.Bytes))))
        {
            var lower = Secret.Lower(bytes);
            found.AddRange(secrets.Where(secret => secret.IsIn(bytes, lower)).Select(secret => $"{secret.Value} in {place}: {Excerpt(bytes)}"));
        }

        return [.. found.Distinct()];
    }

    private static string Excerpt(byte[] bytes) => bytes.Length > 400 ? $"{bytes.Length} bytes" : Encoding.UTF8.GetString(bytes);
}
