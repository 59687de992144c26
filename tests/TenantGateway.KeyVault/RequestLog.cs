namespace TenantGateway.KeyVault;

/// <summary>What the vault was asked, in order.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<LoggedRequest> _requests = [];

    public IReadOnlyList<LoggedRequest> All
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    internal LoggedRequest Add(string method, string path, bool hasToken, long length)
    {
        var request = new LoggedRequest(method, path, hasToken, length);
        lock (_gate) _requests.Add(request);
        return request;
    }

    public void Clear()
    {
        lock (_gate) _requests.Clear();
    }
}

/// <summary>One request.</summary>
/// <param name="HasToken">Whether it came with a token.</param>
/// <param name="Length">Of its body.</param>
public sealed record LoggedRequest(string Method, string Path, bool HasToken, long Length)
{
    private int _status;

    /// <summary>0 while it is under way.</summary>
    public int Status => Volatile.Read(ref _status);

    internal Task End(int status)
    {
        Volatile.Write(ref _status, status);
        return Task.CompletedTask;
    }
}
