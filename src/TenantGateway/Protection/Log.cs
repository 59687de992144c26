namespace TenantGateway.Protection;

internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Policies {Version} are in force: {Count}.")]
    public static partial void PoliciesActivated(ILogger logger, string version, int count);

    [LoggerMessage(4001, LogLevel.Error, "Policy problem in {File} at {Path}: {Problem} {Remedy}")]
    public static partial void PolicyProblem(ILogger logger, string file, string path, string problem, string remedy);

    [LoggerMessage(4002, LogLevel.Error, "The policy change was not taken ({Problems} problems); {Version} stays in force.")]
    public static partial void PoliciesRejected(ILogger logger, int problems, string version);

    [LoggerMessage(4003, LogLevel.Error, "The policies could not be looked at: {Fault}.")]
    public static partial void PolicyRefreshFailed(ILogger logger, string fault);

    [LoggerMessage(4004, LogLevel.Warning, "Security event foreign_token: {Count} stored tokens of another tenant in an answer to tenant {Tenant} on route {Route}, request {RequestId}. None was revealed.")]
    public static partial void ForeignTokens(ILogger logger, int count, string tenant, string route, string requestId);

    [LoggerMessage(4005, LogLevel.Warning, "The answer on route {Route} was withheld, request {RequestId}: {Cause}.")]
    public static partial void AnswerWithheld(ILogger logger, string route, string requestId, string cause);

    [LoggerMessage(4040, LogLevel.Warning, "A stream on route {Route} was cut off, which could not be recorded, request {RequestId}: {Cause}.")]
    public static partial void AbortUnrecorded(ILogger logger, string route, string requestId, string cause);

    [LoggerMessage(4041, LogLevel.Warning, "Policy warning in {File} at {Path}: {Problem} {Remedy}")]
    public static partial void PolicyWarning(ILogger logger, string file, string path, string problem, string remedy);

    [LoggerMessage(4050, LogLevel.Warning, "Policy {Policy} only observes: bodies and queries pass through it as they are, and no personal data in them is protected.")]
    public static partial void PolicyObserves(ILogger logger, string policy);

    [LoggerMessage(4051, LogLevel.Warning, "Security event foreign_token: {Count} stored tokens of another tenant passed on route {Route}, which only observes, for tenant {Tenant}, request {RequestId}.")]
    public static partial void ForeignTokensObserved(ILogger logger, int count, string tenant, string route, string requestId);

    [LoggerMessage(5200, LogLevel.Warning, "The answers to a search under two lookup keys on route {Route} were withheld, request {RequestId}: {Cause}.")]
    public static partial void AnswersNotJoined(ILogger logger, string route, string requestId, string cause);
}
