using System.Collections.Immutable;

namespace TenantGateway.Demo.IdentityProvider;

/// <summary>An account of the demo's identity provider. Nothing in its tokens names a person: the subject is opaque.</summary>
/// <param name="User">What <c>/demo/token?user=</c> takes, <c>role@organization</c>.</param>
/// <param name="Subject">The <c>sub</c> claim in Auth0's form, <c>auth0|</c> and 24 hexadecimal digits; stable over restarts.</param>
/// <param name="Organization">The <c>org_id</c> claim.</param>
/// <param name="Audience">The one audience its tokens have unless asked otherwise.</param>
/// <param name="Scope">The <c>scope</c> claim, space-separated.</param>
/// <param name="Roles">The namespaced roles claim.</param>
internal sealed record DemoAccount(string User, string Subject, string Organization, string Audience, string Scope, ImmutableArray<string> Roles);
