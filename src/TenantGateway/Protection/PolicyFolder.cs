using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TenantGateway.Core.Protection.Policies;

namespace TenantGateway.Protection;

/// <summary>Reads the <c>*.json</c> files of a folder. One that cannot be read is a finding like any other, not an exception.</summary>
internal static class PolicyFolder
{
    public static async ValueTask<PolicyReading> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        try
        {
            var files = ImmutableArray.CreateBuilder<PolicyFile>();
            foreach (var path in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
            {
                files.Add(new PolicyFile(Path.GetFileName(path), await ReadFileAsync(path, cancellationToken)));
            }

            return new PolicyReading(files.ToImmutable(), null, DigestOf(files));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Named by its key: the path is told where the configuration is, not on a page that needs no login.
            var problem = new PolicyProblem($"{PolicyOptions.Section}:{nameof(PolicyOptions.Directory)}", "$",
                $"The folder or a file in it cannot be read ({fault.GetType().Name}).", "Mount the folder and grant reading.");
            return new PolicyReading([], problem, problem.ToString());
        }
    }

    // One byte beyond what a policy may have: the reader refuses what is longer, and no more of it is held.
    private static async ValueTask<ReadOnlyMemory<byte>> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[Math.Min(file.Length, PolicyFile.MaxBytes) + 1];
        return content.AsMemory(0, await file.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken));
    }

    private static string DigestOf(IEnumerable<PolicyFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Name}\n{file.Json.Length}\n"));
            hash.AppendData(file.Json.Span);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}

/// <summary>A folder at one moment.</summary>
/// <param name="Files">In the order of their names; empty where there is a problem.</param>
/// <param name="Problem">Why the folder could not be read; null where it could.</param>
/// <param name="Digest">Equal for equal readings.</param>
internal sealed record PolicyReading(ImmutableArray<PolicyFile> Files, PolicyProblem? Problem, string Digest);
