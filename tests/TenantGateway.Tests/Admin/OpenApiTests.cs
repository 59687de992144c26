using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using TenantGateway.Core.Access;
using TenantGateway.Tests.Architecture;
using OpenApiDocument = Microsoft.OpenApi.OpenApiDocument;

namespace TenantGateway.Tests.Admin;

/// <summary>The OpenAPI document is well formed, says what the endpoints do, and says it of all of them.</summary>
public sealed partial class OpenApiTests : AdminTest
{
    /// <summary>With UPDATE_DOCS=1 in the environment the document is written anew.</summary>
    [Fact]
    public async Task Document_IsTheOneOfTheEndpoints()
    {
        var path = SourceTree.PathOf("docs", "admin-api.json");
        var text = await TextAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") await File.WriteAllTextAsync(path, text);

        Assert.Equal(text, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Document_IsValid()
    {
        var read = OpenApiDocument.Parse(await TextAsync(), "json");

        Assert.NotNull(read.Diagnostic);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors.Select(error => error.ToString()));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => warning.ToString()));
    }

    [Fact]
    public async Task DocumentWithAFault_IsFound()
    {
        var broken = (await TextAsync()).Replace("\"title\": \"TenantGateway admin API\",", "", StringComparison.Ordinal);

        Assert.NotEmpty(OpenApiDocument.Parse(broken, "json").Diagnostic?.Errors ?? []);
    }

    [Fact]
    public async Task EveryEndpointThatDoesAnything_IsDescribed_AndNothingElse()
    {
        var described = (await ReadAsync()).Paths.SelectMany(path => path.Value.Operations!.Keys.Select(method => $"{method} {path.Key}"));
        var mapped = from endpoint in Gateway.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                     let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
                     from method in methods
                     select $"{method} /{endpoint.RoutePattern.RawText?.Trim('/')}";

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WhateverChanges_TakesAReason_AndAllRefusalsAreInTheRegistry()
    {
        foreach (var (path, item) in (await ReadAsync()).Paths)
        {
            foreach (var (method, operation) in item.Operations!) // every path has some
            {
                var takesReason = operation.Parameters?.Any(parameter => parameter is { Name: "X-Reason", In: ParameterLocation.Header, Required: true }) == true;
                // The steps of a run go under the reason that it was begun with.
                var isStep = path.EndsWith("/{id}/lines", StringComparison.Ordinal) || path.EndsWith("/{id}/end", StringComparison.Ordinal);
                // A question, however long, changes nothing.
                var isQuestion = path == "/admin/access/explain" || path.EndsWith("/audit/who-saw", StringComparison.Ordinal);
                Assert.True(takesReason == (method != HttpMethod.Get && !isStep && !isQuestion), $"{method} {path}");
                foreach (var (status, response) in operation.Responses!.Where(response => response.Key[0] is '4' or '5'))
                {
                    var codes = ReasonCode().Matches(response.Description ?? "").Select(match => match.Groups[1].Value).ToList();
                    Assert.NotEmpty(codes);
                    Assert.All(codes, code => Assert.Contains(Reasons.All, reason => reason.Code == code && $"{reason.Status}" == status));
                }
            }
        }
    }

    [Fact]
    public async Task EveryDescribedEndpoint_RefusesWhoHasNoRole()
    {
        foreach (var (path, item) in (await ReadAsync()).Paths)
        {
            foreach (var method in item.Operations!.Keys) // every path has some
            {
                var answer = await SendAsync(Gateway.Admin, method, Placeholder().Replace(path, "acme"), Operator("somebody"));
                Assert.True((403, "role_missing") == (answer.Status, answer.Code), $"{method} {path}: {answer.Status}");
            }
        }
    }

    [Fact]
    public async Task EveryChange_TakesALoginOfTheLastQuarterOfAnHour()
    {
        foreach (var (path, _) in (await ReadAsync()).Paths.Where(path => path.Value.Operations!.ContainsKey(HttpMethod.Post)))
        {
            var token = Operator("auth0|olga", [.. AdminRoles.All], payload => payload["auth_time"] = Gateway.Now.ToUnixTimeSeconds() - 901);
            var answer = await PostAsync(Placeholder().Replace(path, "acme"), token);

            Assert.True((401, "insufficient_user_authentication") == (answer.Status, answer.Code), $"{path}: {answer.Status}");
            Assert.Contains("max_age=\"900\"", answer.Challenge, StringComparison.Ordinal);
        }
    }

    private async Task<string> TextAsync()
    {
        var answer = await SendAsync(Gateway.Admin, HttpMethod.Get, "/admin/openapi.json", Operator("security-reviewer"));
        Assert.Equal(200, answer.Status);
        return answer.Body;
    }

    private async Task<OpenApiDocument> ReadAsync() => OpenApiDocument.Parse(await TextAsync(), "json").Document ?? throw new InvalidOperationException("No document.");

    [GeneratedRegex(@"\b([a-z]+(?:_[a-z0-9]+)+): ")]
    private static partial Regex ReasonCode();

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Placeholder();
}
