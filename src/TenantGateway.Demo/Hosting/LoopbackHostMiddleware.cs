namespace TenantGateway.Demo.Hosting;

/// <summary>
/// Answers 421 to every Host but <c>localhost</c>, <c>127.0.0.1</c> and <c>*.localhost</c>: without it a web page anywhere could rebind its
/// own name to loopback and read the demo through its visitor's browser.
/// </summary>
internal sealed class LoopbackHostMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        IsLoopback(context.Request.Host.Host)
            ? next(context)
            : context.AnswerProblemAsync(StatusCodes.Status421MisdirectedRequest, "This server answers localhost, 127.0.0.1 and *.localhost only.");

    private static bool IsLoopback(string host) =>
        host == "127.0.0.1"
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
