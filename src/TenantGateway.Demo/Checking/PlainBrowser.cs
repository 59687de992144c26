using System.Net;
using System.Text.RegularExpressions;

namespace TenantGateway.Demo.Checking;

/// <summary>
/// What a browser does as far as servers see it: cookies by host and not by port, redirects, forms with the Origin of their page. It does what it is told where a real
/// browser would protect its user, so it can play a thief, too.
/// </summary>
internal sealed partial class PlainBrowser : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    /// <summary>The cookies of 127.0.0.1, by name.</summary>
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>Every Set-Cookie header that came.</summary>
    public List<string> SetCookies { get; } = [];

    /// <summary>Every address that was asked for, in order.</summary>
    public List<Uri> Visited { get; } = [];

    /// <summary>A redirect to such an address is not followed.</summary>
    public Func<Uri, bool> StopsBefore { get; set; } = _ => false;

    public Task<Page> GoAsync(Uri address, Action<HttpRequestMessage>? change = null) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, address), change);

    /// <summary>Fills in and sends the form of the page whose action ends so.</summary>
    public Task<Page> SubmitAsync(Page page, string action, params (string Name, string Value)[] fields) => SubmitAsync(page, action, null, fields);

    public Task<Page> SubmitAsync(Page page, string action, Action<HttpRequestMessage>? change, params (string Name, string Value)[] fields)
    {
        var form = Forms().Matches(page.Body).SingleOrDefault(form => form.Groups["action"].Value.EndsWith(action, StringComparison.Ordinal))
            ?? throw new CheckFailedException($"No such form on {page.Address}:\n{page.Body}");
        var values = Hidden().Matches(form.Groups["inner"].Value).ToDictionary(input => input.Groups["name"].Value, input => WebUtility.HtmlDecode(input.Groups["value"].Value));
        foreach (var (name, value) in fields) values[name] = value;
        return PostAsync(new Uri(page.Address, WebUtility.HtmlDecode(form.Groups["action"].Value)), values, page.Address.GetLeftPart(UriPartial.Authority), change);
    }

    /// <summary>Sends a form as a page of that origin would.</summary>
    public Task<Page> PostAsync(Uri address, IEnumerable<KeyValuePair<string, string>> values, string? origin, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(values) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Sec-Fetch-Site", origin == address.GetLeftPart(UriPartial.Authority) ? "same-origin" : "cross-site");
        }

        return FollowAsync(request, change);
    }

    public void Dispose() => _client.Dispose();

    private async Task<Page> FollowAsync(HttpRequestMessage first, Action<HttpRequestMessage>? change)
    {
        var request = first;
        change?.Invoke(request);
        for (var step = 0; step < 20; step++)
        {
            var address = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
            using var sent = request;
            request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", "document");
            if (Cookies.Count > 0 && !request.Headers.Contains("Cookie")) request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            Visited.Add(address);
            using var response = await _client.SendAsync(request);
            Remember(response);
            if (response.Headers.Location is not { } location) return await Page.ReadAsync(address, response);
            var next = new Uri(address, location);
            if (StopsBefore(next)) return new Page(next, (int)response.StatusCode, "", null, null);
            request = new HttpRequestMessage(HttpMethod.Get, next);
        }

        throw new CheckFailedException($"The redirects have no end: {string.Join(" -> ", Visited.TakeLast(6))}");
    }

    private void Remember(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var headers)) return;
        foreach (var header in headers)
        {
            SetCookies.Add(header);
            var (name, value) = (header[..header.IndexOf('=')], header[(header.IndexOf('=') + 1)..].Split(';')[0]);
            if (value.Length == 0 || header.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)) Cookies.Remove(name);
            else Cookies[name] = value;
        }
    }

    [GeneratedRegex("""<form method="post" action="(?<action>[^"]*)"[^>]*>(?<inner>.*?)</form>""", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex Hidden();
}
