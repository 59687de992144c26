using Microsoft.Extensions.Options;

namespace TenantGateway.Edge;

/// <summary>Refuses listeners that could not be opened, all at once.</summary>
internal sealed class ListenOptionsValidator : IValidateOptions<ListenOptions>
{
    public ValidateOptionsResult Validate(string? name, ListenOptions options)
    {
        var failures = new[] { (nameof(options.Data), options.Data), (nameof(options.DataHttp2), options.DataHttp2), (nameof(options.Admin), options.Admin) }
            .Where(listener => listener.Item2 is { } url && !Listeners.TryParseEndPoint(url, out _))
            .Select(listener => $"{ListenOptions.Section}:{listener.Item1}: '{listener.Item2}' is not of the form http(s)://ADDRESS:PORT with a literal address.")
            .ToList();
        if (options.DataHttp2 is { } http2 && Listeners.IsTls(http2)) failures.Add($"{ListenOptions.Section}:DataHttp2 is for cleartext; an https listener speaks HTTP/2 anyway. Set {ListenOptions.Section}:Data to https instead.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
