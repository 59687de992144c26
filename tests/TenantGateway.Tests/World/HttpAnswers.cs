namespace TenantGateway.Tests.World;

/// <summary>What tests read of an answer.</summary>
internal static class HttpAnswers
{
    public static string RequestId(this HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("X-Request-Id"));
}
