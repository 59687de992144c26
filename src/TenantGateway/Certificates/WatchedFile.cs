using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Certificates;

/// <summary>Files that belong together and are read as one.</summary>
internal abstract class WatchedFile(string name)
{
    public string Name { get; } = name;

    /// <summary>What is wrong with the files as they lie there now; null where they are in force.</summary>
    public string? Problem { get; protected set; }

    /// <summary>When the first of what is in force ends.</summary>
    public abstract DateTimeOffset EndsAt { get; }

    public abstract void Refresh();
}

/// <summary>What was last read from them and found good.</summary>
/// <remarks>
/// A change counts only once it has lain there unchanged for two looks: two files cannot be replaced in one moment, and the half of a new pair is no
/// alarm yet.
/// </remarks>
internal sealed class WatchedFile<T> : WatchedFile, IWatched<T>
    where T : class
{
    private const int MaxBytes = 1024 * 1024;

    private readonly ImmutableArray<string> _paths;
    private readonly Func<string[], T> _read;
    private readonly Func<T, X509Certificate2?> _firstToEnd;
    private readonly ILogger _logger;
    private volatile T _current;
    private string _judged;
    private string _seen;

    private WatchedFile(string name, ImmutableArray<string> paths, Func<string[], T> read, Func<T, X509Certificate2?> firstToEnd, ILogger logger)
        : base(name)
    {
        (_paths, _read, _firstToEnd, _logger) = (paths, read, firstToEnd, logger);
        var texts = Load();
        _judged = _seen = DigestOf(texts);
        _current = read(texts);
    }

    public T Current => _current;

    public override DateTimeOffset EndsAt => _firstToEnd(_current)?.NotAfter is { } end ? new DateTimeOffset(end) : DateTimeOffset.MaxValue;

    /// <exception cref="InvalidOperationException">The files cannot be used.</exception>
    public static WatchedFile<T> Open(string name, ImmutableArray<string> paths, Func<string[], T> read, Func<T, X509Certificate2?> firstToEnd, ILogger logger)
    {
        try
        {
            return new WatchedFile<T>(name, paths, read, firstToEnd, logger);
        }
        catch (Exception broken) when (IsOfTheFiles(broken))
        {
            throw new InvalidOperationException($"{name} ({string.Join(", ", paths)}): {ProblemOf(broken)}", broken);
        }
    }

    public override void Refresh()
    {
        string[] texts;
        string digest;
        try
        {
            texts = Load();
            digest = DigestOf(texts);
        }
        catch (Exception gone) when (IsOfTheFiles(gone))
        {
            (texts, digest) = ([], $"! {gone.GetType().Name}");
        }

        if (digest == _judged) return;
        var isSettled = digest == _seen;
        _seen = digest;
        if (!isSettled) return;
        _judged = digest;
        Judge(texts);
    }

    private void Judge(string[] texts)
    {
        try
        {
            if (texts.Length == 0) throw new InvalidDataException("a file is missing or cannot be read. Put it back where the settings say.");
            _current = _read(texts);
            Problem = null;
            Log.CertificateTaken(_logger, Name, EndsAt);
        }
        catch (Exception broken) when (IsOfTheFiles(broken))
        {
            Problem = ProblemOf(broken);
            Log.CertificateRefused(_logger, Name, Problem);
        }
    }

    private string[] Load() => [.. _paths.Select(path =>
    {
        using var file = File.OpenRead(path);
        if (file.Length > MaxBytes) throw new InvalidDataException("a file is larger than 1 MB.");
        using var reader = new StreamReader(file, Encoding.ASCII);
        return reader.ReadToEnd();
    })];

    private static string DigestOf(string[] texts) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\0', texts))));

    private static bool IsOfTheFiles(Exception fault) => fault is IOException or UnauthorizedAccessException or InvalidDataException or CryptographicException or ArgumentException;

    // Messages of the platform may quote paths, and those of cryptography say nothing to whoever must mend it.
    private static string ProblemOf(Exception fault) => fault switch
    {
        InvalidDataException said => said.Message,
        FileNotFoundException or DirectoryNotFoundException => "a file is missing. Put it back where the settings say.",
        IOException or UnauthorizedAccessException => "a file cannot be read. Give the gateway's user the right to.",
        _ => "the files hold no PEM certificate with its own private key. Write both files of the same pair again.",
    };
}
