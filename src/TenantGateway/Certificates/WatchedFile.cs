using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using TenantGateway.Core.Certificates;

namespace TenantGateway.Certificates;

/// <summary>Files that belong together and are read as one.</summary>
internal abstract class WatchedFile(string name, ImmutableArray<SourceFile> files)
{
    public string Name { get; } = name;

    public ImmutableArray<SourceFile> Files { get; } = files;

    /// <summary>What is wrong with the files as they lie there now; null where they are in force.</summary>
    public string? Problem { get; protected set; }

    /// <summary>When the first of what is in force ends.</summary>
    public abstract DateTimeOffset EndsAt { get; }

    /// <summary>Looks at the files again. One caller at a time.</summary>
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
    private readonly Func<SourceTexts, T> _read;
    private readonly Func<T, X509Certificate2?> _firstToEnd;
    private readonly ILogger _logger;
    private volatile T _current;
    private string _judged;
    private string _seen;

    private WatchedFile(string name, ImmutableArray<SourceFile> files, Func<SourceTexts, T> read, Func<T, X509Certificate2?> firstToEnd, ILogger logger)
        : base(name, files)
    {
        (_read, _firstToEnd, _logger) = (read, firstToEnd, logger);
        using var texts = SourceTexts.Load(files);
        _judged = _seen = texts.Digest;
        _current = read(texts);
    }

    public T Current => _current;

    public override DateTimeOffset EndsAt => _firstToEnd(_current)?.NotAfter is { } end ? new DateTimeOffset(end) : DateTimeOffset.MaxValue;

    /// <exception cref="InvalidOperationException">The files cannot be used.</exception>
    public static WatchedFile<T> Open(string name, ImmutableArray<SourceFile> files, Func<SourceTexts, T> read, Func<T, X509Certificate2?> firstToEnd, ILogger logger)
    {
        try
        {
            return new WatchedFile<T>(name, files, read, firstToEnd, logger);
        }
        catch (Exception broken) when (FileProblem.Is(broken))
        {
            throw new InvalidOperationException($"{name} ({string.Join(", ", files.Select(file => file.Path))}): {FileProblem.Of(broken)}");
        }
    }

    public override void Refresh()
    {
        try
        {
            using var texts = SourceTexts.Load(Files);
            if (IsToBeJudged(texts.Digest, out var isNew)) Judge(texts, isNew);
        }
        catch (Exception gone) when (FileProblem.Is(gone))
        {
            var problem = FileProblem.Of(gone);
            if (IsToBeJudged($"! {problem}", out var isNew)) Refuse(problem, isNew);
        }
    }

    // What was refused is judged again at every look: the passing of time alone may have made it good.
    private bool IsToBeJudged(string seen, out bool isNew)
    {
        var isSettled = seen == _seen;
        _seen = seen;
        isNew = seen != _judged;
        if (!isSettled || (!isNew && Problem is null)) return false;
        _judged = seen;
        return true;
    }

    private void Judge(SourceTexts texts, bool isNew)
    {
        try
        {
            _current = _read(texts);
            Problem = null;
            Log.CertificateTaken(_logger, Name, EndsAt);
        }
        catch (Exception broken) when (FileProblem.Is(broken))
        {
            Refuse(FileProblem.Of(broken), isNew);
        }
    }

    private void Refuse(string problem, bool isNew)
    {
        if (isNew || problem != Problem) Log.CertificateRefused(_logger, Name, problem);
        Problem = problem;
    }
}
