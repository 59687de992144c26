using System.Collections.Immutable;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>The accounts, their organizations and roles: what the gateway's demo configuration binds tenants and rights to.</summary>
internal static class DemoAccounts
{
    /// <summary>Of every account: the demo's second factor is real, its first is not.</summary>
    public const string Password = "demo";

    public const string AcmeOrganization = "org_acme";
    public const string GlobexOrganization = "org_globex";
    public const string OperatorOrganization = "org_operator";

    /// <summary>May reveal and write contact classes.</summary>
    public const string ContactsAgentRole = "contacts.agent";

    /// <summary>May not reveal.</summary>
    public const string ContactsAnalystRole = "contacts.analyst";

    /// <summary>Sees masks only.</summary>
    public const string ContactsSupportRole = "contacts.support";

    public const string TenantAdminRole = "tenant-admin";
    public const string KeyAdminRole = "key-admin";
    public const string PolicyAdminRole = "policy-admin";
    public const string SecurityReviewerRole = "security-reviewer";

    public const string ContactsScope = "contacts:read contacts:write";
    public const string AdminScope = "admin:read admin:write";
    public const string ReviewScope = "admin:read";

    public static readonly DemoAccount AgentAtAcme = new(
        "agent@acme", "auth0|6650a1f2c9d84be7031f52aa", AcmeOrganization, DemoAudiences.DataPlane, ContactsScope, [ContactsAgentRole]);

    public static readonly DemoAccount AnalystAtAcme = new(
        "analyst@acme", "auth0|6650a1f7c9d84be7031f52c3", AcmeOrganization, DemoAudiences.DataPlane, ContactsScope, [ContactsAnalystRole]);

    public static readonly DemoAccount SupportAtAcme = new(
        "support@acme", "auth0|6650a1fbc9d84be7031f52d8", AcmeOrganization, DemoAudiences.DataPlane, ContactsScope, [ContactsSupportRole]);

    public static readonly DemoAccount KeysAtAcme = new(
        "keys@acme", "auth0|6650a200c9d84be7031f52ee", AcmeOrganization, DemoAudiences.DataPlane, ContactsScope, [KeyAdminRole]);

    public static readonly DemoAccount AgentAtGlobex = new(
        "agent@globex", "auth0|6650b30e41e7a95d20c8f416", GlobexOrganization, DemoAudiences.DataPlane, ContactsScope, [ContactsAgentRole]);

    public static readonly DemoAccount AdminAtOperator = new(
        "admin@operator", "auth0|664f02d87b13c6fe95a04b1d", OperatorOrganization, DemoAudiences.AdminPlane, AdminScope, [TenantAdminRole, KeyAdminRole, PolicyAdminRole]);

    /// <summary>The second pair of eyes: approves what <see cref="AdminAtOperator"/> requests.</summary>
    public static readonly DemoAccount ApproverAtOperator = new(
        "approver@operator", "auth0|664f02de7b13c6fe95a04b2a", OperatorOrganization, DemoAudiences.AdminPlane, AdminScope, [TenantAdminRole, KeyAdminRole, PolicyAdminRole]);

    public static readonly DemoAccount ReviewerAtOperator = new(
        "reviewer@operator", "auth0|664f02e67b13c6fe95a04b38", OperatorOrganization, DemoAudiences.AdminPlane, ReviewScope, [SecurityReviewerRole]);

    public static readonly ImmutableArray<DemoAccount> All = [AgentAtAcme, AnalystAtAcme, SupportAtAcme, KeysAtAcme, AgentAtGlobex, AdminAtOperator, ApproverAtOperator, ReviewerAtOperator];

    /// <summary>The account of that user, or null.</summary>
    public static DemoAccount? Find(string? user) => All.FirstOrDefault(account => account.User == user);
}
