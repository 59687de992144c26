using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using TenantGateway.Cli.Terminal;

namespace TenantGateway.Cli.Admin;

/// <summary>Speaks to the admin plane. Follows no redirect and, on this machine, uses no proxy: the token goes where it was meant to.</summary>
internal sealed class AdminClient : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private const string LinesType = "application/x-ndjson";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    private readonly HttpClient _http;

    private AdminClient(Uri address, string token, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.IsLoopback, UseCookies = false };
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = timeout, MaxResponseContentBufferSize = MaxAnswerBytes };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/problem+json");
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("tgw");
    }

    public static Answer<AdminClient> Create(Shell shell) => Create(shell, (Shell.AdminVariable, shell.Variable(Shell.AdminVariable)));

    /// <param name="shell">Has the token.</param>
    /// <param name="where">The address, the usual one where it is null, and the name of what says it.</param>
    public static Answer<AdminClient> Create(Shell shell, (string Name, string? Text) where)
    {
        if (AdminAddress.Parse(where.Text ?? AdminAddress.Default, where.Name).Failed(out var failure, out var address)) return failure;
        if (BearerToken.Parse(shell.Variable(Shell.TokenVariable)).Failed(out failure, out var token)) return failure;
        return new AdminClient(address, token, shell.Timeout);
    }

    public Task<Answer<AdminAnswer<T>>> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <summary>Asks what does not fit into an address: nothing is changed by it.</summary>
    public Task<Answer<AdminAnswer<T>>> AskAsync<T>(string path, object question, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<T>(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(question, options: Json) }, cancellationToken);

    /// <param name="path">Relative to the admin plane.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <param name="cancellationToken">Gives up; the gateway may have done it all the same.</param>
    public Task<Answer<AdminAnswer<T>>> PostAsync<T>(string path, object body, string reason, CancellationToken cancellationToken)
        where T : class =>
        ChangeAsync<T>(HttpMethod.Post, path, body, reason, cancellationToken);

    /// <inheritdoc cref="PostAsync"/>
    public Task<Answer<AdminAnswer<T>>> PutAsync<T>(string path, object body, string reason, CancellationToken cancellationToken)
        where T : class =>
        ChangeAsync<T>(HttpMethod.Put, path, body, reason, cancellationToken);

    /// <summary>Replaces what was read, if nobody else has meanwhile.</summary>
    /// <param name="path">Relative to the admin plane.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="etag">The revision that was read.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    /// <param name="cancellationToken">Gives up; the gateway may have done it all the same.</param>
    public Task<Answer<AdminAnswer<T>>> ReplaceAsync<T>(string path, object body, string etag, string reason, CancellationToken cancellationToken)
        where T : class =>
        ChangeAsync<T>(HttpMethod.Put, path, body, reason, cancellationToken, etag);

    /// <summary>Sends lines, and gives back the lines that are answered.</summary>
    public Task<Answer<byte[]>> PostLinesAsync(string path, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        var content = new ReadOnlyMemoryContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue(LinesType);
        return SendAsync<byte[]>(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = content },
            async (response, body) =>
            {
                if (!response.IsSuccessStatusCode) return await FailureOfAsync(response, body);
                // What else answers with 200 must not end up in the rows.
                return response.Content.Headers.ContentType?.MediaType == LinesType ? await response.Content.ReadAsByteArrayAsync(body) : AdminFailures.NotUnderstood((int)response.StatusCode);
            },
            cancellationToken);
    }

    /// <summary>Fetches a file of whatever size to where the caller wants it, whole or not at all.</summary>
    /// <returns>Null where it was written.</returns>
    public async Task<CliFailure?> DownloadAsync(string path, string mediaType, string file, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(mediaType);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode) return await FailureOfAsync(response, cancellationToken);
            if (response.Content.Headers.ContentType?.MediaType != mediaType) return AdminFailures.NotUnderstood((int)response.StatusCode);
            var half = file + ".part";
            await using (var stream = new FileStream(half, FileMode.Create, FileAccess.Write, FileShare.None)) await response.Content.CopyToAsync(stream, cancellationToken);
            File.Move(half, file, overwrite: true);
            return null;
        }
        catch (HttpRequestException unreachable)
        {
            return AdminFailures.Unreachable(_http.BaseAddress!, unreachable.HttpRequestError); // set when the client was made
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AdminFailures.TimedOut(_http.BaseAddress!, _http.Timeout); // set when the client was made
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new CliFailure(ExitCode.Usage, "unwritable_file", unwritable.Message, "Check the path and its permissions.");
        }
    }

    /// <summary>Gives each line of an answer as it comes, until the gateway ends it.</summary>
    /// <returns>Null where it was read to its end.</returns>
    public async Task<CliFailure?> ReadLinesAsync(string path, Action<string> line, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(LinesType);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode) return await FailureOfAsync(response, cancellationToken);
            if (response.Content.Headers.ContentType?.MediaType != LinesType) return AdminFailures.NotUnderstood((int)response.StatusCode);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            while (await reader.ReadLineAsync(cancellationToken) is { } read) line(read);
            return null;
        }
        catch (JsonException)
        {
            return AdminFailures.NotUnderstood(200);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return AdminFailures.Unreachable(_http.BaseAddress!, (broken as HttpRequestException)?.HttpRequestError ?? HttpRequestError.ResponseEnded); // set when the client was made
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AdminFailures.TimedOut(_http.BaseAddress!, _http.Timeout); // set when the client was made
        }
    }

    public void Dispose() => _http.Dispose();

    private Task<Answer<AdminAnswer<T>>> ChangeAsync<T>(HttpMethod method, string path, object body, string reason, CancellationToken cancellationToken, string? etag = null)
        where T : class
    {
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, options: Json) };
        request.Headers.Add("X-Reason", Uri.EscapeDataString(reason));
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-Match", etag);
        return SendAsync<T>(request, cancellationToken);
    }

    private Task<Answer<AdminAnswer<T>>> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
        where T : class =>
        SendAsync<AdminAnswer<T>>(request, ReadAsync<T>, cancellationToken);

    private async Task<Answer<T>> SendAsync<T>(HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<Answer<T>>> read, CancellationToken cancellationToken)
        where T : class
    {
        using (request)
        {
            try
            {
                using var response = await _http.SendAsync(request, cancellationToken);
                return await read(response, cancellationToken);
            }
            catch (HttpRequestException unreachable)
            {
                return AdminFailures.Unreachable(_http.BaseAddress!, unreachable.HttpRequestError); // set when the client was made
            }
            catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return AdminFailures.TimedOut(_http.BaseAddress!, _http.Timeout); // set when the client was made
            }
        }
    }

    private static async Task<Answer<AdminAnswer<T>>> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
        where T : class
    {
        if (!response.IsSuccessStatusCode) return await FailureOfAsync(response, cancellationToken);
        return Deserialize<T>(await response.Content.ReadAsByteArrayAsync(cancellationToken)) is { } value
            ? new AdminAnswer<T>(response.StatusCode, value) { ETag = response.Headers.ETag?.ToString() }
            : AdminFailures.NotUnderstood((int)response.StatusCode);
    }

    private static async Task<CliFailure> FailureOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        return AdminFailures.Refused((int)response.StatusCode, isProblem ? Deserialize<ProblemDocument>(body) : null);
    }

    /// <summary>Null where it is something else.</summary>
    private static T? Deserialize<T>(byte[] body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
