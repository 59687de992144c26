using System.Net;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using Yarp.ReverseProxy.Transforms;

namespace TenantGateway.Protection;

/// <summary>
/// Asks a service again for the tokens that the first request of a search did not hold, and joins what it answers. One after the other: a row that
/// moves to a newer token between two asks is met at least once.
/// </summary>
/// <remarks>What comes of it is one unit: it is revealed, and recorded, once.</remarks>
internal sealed class FanOutAnswers(IOptions<ContentOptions> options, ILogger<FanOutAnswers> logger)
{
    /// <summary>Whether an answer is one that can be joined with others: it holds rows, and does not say that there are more elsewhere.</summary>
    public static bool IsPart(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentLength != 0 && !response.Headers.NonValidated.Contains("Link")
        && response.Content.Headers.ContentEncoding.Count == 0 && MediaTypes.IsJson(ResponseProtection.ContentTypeOf(response));

    /// <summary>Whether a failure of the service can be told as it is. That a token was not found says nothing of the others.</summary>
    public static bool EndsTheSearch(HttpResponseMessage response) => (int)response.StatusCode >= 400 && response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone);

    /// <summary>Takes a fault of the service down and says no more of it to the caller.</summary>
    public Refusal Withhold(UnitContext units, string cause)
    {
        Log.AnswersNotJoined(logger, units.Route, units.RequestId, cause);
        return new Refusal(Reasons.AnswersNotMergeable);
    }

    /// <param name="transform">Of the first answer.</param>
    /// <param name="response">The first answer.</param>
    /// <param name="units">What its exchange is about.</param>
    /// <param name="search">What else must be asked.</param>
    /// <param name="first">The body of the first answer; stays the caller's.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The joined answer, owned by the caller, or why there is none.</returns>
    public async ValueTask<(ByteBuffer? Joined, Refusal? Refusal)> JoinAsync(
        ResponseTransformContext transform, HttpResponseMessage response, UnitContext units, FanOutSearch search, ByteBuffer first, CancellationToken cancellationToken)
    {
        var bodies = new List<ByteBuffer> { first };
        try
        {
            for (var number = 1; number < search.Pairs.Length; number++)
            {
                using var request = Again(response.RequestMessage, search, number);
                if (request is null) return (null, Withhold(units, "a transform of the route changes the query"));
                using var answer = await transform.HttpContext.GetReverseProxyFeature().Cluster.HttpClient.SendAsync(request, cancellationToken);
                if (!IsPart(answer)) return (null, Withhold(units, $"an answer has status {(int)answer.StatusCode}, is not JSON, or says that there are more"));
                await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
                if (await BodyReader.ReadAsync(stream, answer.Content.Headers.ContentLength, options.Value.MaxUnitBytes, cancellationToken) is not { } body)
                    return (null, Withhold(units, "an answer is too large"));
                bodies.Add(body);
            }

            return Join(units, search, bodies);
        }
        finally
        {
            foreach (var body in bodies.Skip(1)) body.Dispose();
        }
    }

    private (ByteBuffer? Joined, Refusal? Refusal) Join(UnitContext units, FanOutSearch search, List<ByteBuffer> bodies)
    {
        var joined = new ByteBuffer(bodies.Sum(body => body.Length));
        var fault = AnswerMerge.Merge([.. bodies.Select(body => body.WrittenMemory)], search.Rule, joined);
        if (fault is null && joined.Length > options.Value.MaxUnitBytes) fault = "the joined answer is too large";
        if (fault is null) return (joined, null);
        joined.Dispose();
        return (null, Withhold(units, fault));
    }

    // As the first was sent, transforms of the route and all, but for the token.
    private static HttpRequestMessage? Again(HttpRequestMessage? sent, FanOutSearch search, int number)
    {
        if (sent?.RequestUri is not { } address || search.WithPair(address.OriginalString, number) is not { } other) return null;
        var request = new HttpRequestMessage(sent.Method, new Uri(other)) { Version = sent.Version, VersionPolicy = sent.VersionPolicy };
        foreach (var (name, values) in sent.Headers.NonValidated) request.Headers.TryAddWithoutValidation(name, values);
        return request;
    }
}
