using TenantGateway.Demo.Hosting;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>
/// <c>POST /demo/logout?user=agent@acme</c>, or <c>?sid=...</c>: what an administrator of the identity provider would do. Ends the sessions here and sends the logout
/// to every application that listens, also where only <c>/demo/token</c> knows of the session.
/// </summary>
internal sealed class DemoLogoutEndpoint(DemoSessions sessions, BackChannelLogout logouts)
{
    public const string Path = "/demo/logout";

    public async Task AnswerAsync(HttpContext context)
    {
        var (user, session) = ((string?)context.Request.Query["user"], (string?)context.Request.Query["sid"]);
        var account = DemoAccounts.Find(user);
        if ((user is null) == (session is null) || (user is not null && account is null))
        {
            await context.AnswerProblemAsync(StatusCodes.Status400BadRequest, "Give either user, one of the demo's accounts, or sid.");
            return;
        }

        foreach (var ended in account is null ? [.. new[] { sessions.Find(session) }.OfType<DemoSession>()] : sessions.Of(account))
            ended.End();
        var taken = await logouts.TellAllAsync(account?.Subject, session, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(new { told = taken }, context.RequestAborted);
    }
}
