using System.Net.Http.Headers;
using System.Web;

namespace TenantGateway.Demo.Checking;

/// <summary>What a browser shows.</summary>
internal sealed record Page(Uri Address, int Status, string Body, string? ContentType, HttpResponseHeaders? Headers)
{
    public static async Task<Page> ReadAsync(Uri address, HttpResponseMessage response) =>
        new(address, (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers);

    /// <summary>A parameter of the address; null where it has none.</summary>
    public string? Query(string name) => HttpUtility.ParseQueryString(Address.Query)[name];
}
