namespace TenantGateway.Demo.IdentityProvider;

/// <summary>Why a pretended login is refused.</summary>
internal sealed record DemoLoginProblem(int Status, string Detail)
{
    public static readonly DemoLoginProblem UnknownUser = new(
        StatusCodes.Status404NotFound, $"No such account. There are {string.Join(", ", DemoAccounts.All.Select(account => account.User))}.");

    public static DemoLoginProblem Invalid(string detail) => new(StatusCodes.Status400BadRequest, detail);
}
