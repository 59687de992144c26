using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TenantGateway.Authentication;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Tests.Authentication;

/// <summary>The moment in which an issuer's first keys arrive.</summary>
public sealed class FirstKeysTests
{
    private const string Name = "https://issuer.example/";

    [Fact]
    public async Task WhoeverAsksJustThen_IsNotToldThatThereAreNone()
    {
        using var issuer = new PromptIssuer();
        var options = new IssuerOptions { Issuer = Name, DataAudience = "data" };
        for (var round = 0; round < 2000; round++)
        {
            var keys = new ConfiguredIssuer(options, configured => new IssuerKeys(configured, new IssuerMetadata(issuer, issuer), new FakeTimeProvider(), NullLogger<IssuerKeys>.Instance)).Keys;
            var first = keys.FindAsync(TestKey.First.Id, CancellationToken.None).AsTask();
            var others = new List<Task<KeyLookup>>();
            while (!first.IsCompleted && others.Count < IssuerKeys.MostWaiting / 2) others.Add(keys.FindAsync(TestKey.First.Id, CancellationToken.None).AsTask());
            Assert.All(await Task.WhenAll([first, .. others]), lookup => Assert.Equal(KeyLookup.Found, lookup));
        }
    }

    /// <summary>Answers as soon as it is asked.</summary>
    private sealed class PromptIssuer : HttpMessageHandler, IHttpClientFactory, IHostEnvironment
    {
        private readonly string _keys = new JsonObject { ["keys"] = new JsonArray(TestKey.First.ToJwk()) }.ToJsonString();

        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var body = request.RequestUri?.AbsolutePath == "/keys" ? _keys : $$"""{"issuer":"{{Name}}","jwks_uri":"{{Name}}keys"}""";
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) };
        }
    }
}
