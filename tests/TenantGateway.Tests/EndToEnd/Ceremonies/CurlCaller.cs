using System.Text;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.EndToEnd.Ceremonies;

/// <summary>Sends what a line of <c>curl</c> would: its hosts are served by the data plane, the admin plane is itself.</summary>
internal static class CurlCaller
{
    /// <returns>The body, and before it the status line where <c>-i</c> asks for it.</returns>
    public static async Task<string> RunAsync(IReadOnlyList<string> words, Uri admin, Uri data)
    {
        var target = new Uri(words.First(word => word.StartsWith("http", StringComparison.Ordinal)));
        using var client = LoopbackClient.Create(target.Port == admin.Port ? admin : data);
        using var request = new HttpRequestMessage(HttpMethod.Get, target.PathAndQuery);
        if (target.Port != admin.Port) request.Headers.Host = target.Host;
        for (var i = 1; i < words.Count; i++)
        {
            if (words[i] == "-X") request.Method = new HttpMethod(words[++i]);
            else if (words[i] == "-d") request.Content = new StringContent(words[++i], Encoding.UTF8, "application/json");
            else if (words[i] == "-H" && words[++i].StartsWith("Authorization: ", StringComparison.Ordinal)) request.Headers.TryAddWithoutValidation("Authorization", words[i]["Authorization: ".Length..]);
        }

        using var response = await client.SendAsync(request);
        var status = words.Contains("-i") ? $"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\n" : "";
        return status + await response.Content.ReadAsStringAsync();
    }
}
