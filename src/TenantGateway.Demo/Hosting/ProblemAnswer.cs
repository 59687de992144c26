namespace TenantGateway.Demo.Hosting;

/// <summary>Refusals of the demo's servers as RFC 9457 problem details. The detail is fixed text, never something a caller sent.</summary>
internal static class ProblemAnswer
{
    public static Task AnswerProblemAsync(this HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
