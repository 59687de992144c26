using TenantGateway;
using TenantGateway.Admin;
using TenantGateway.Admin.Pages;
using TenantGateway.Auditing;
using TenantGateway.Authentication;
using TenantGateway.Authentication.Browser;
using TenantGateway.Authentication.Services;
using TenantGateway.Authentication.Webhooks;
using TenantGateway.Authorization;
using TenantGateway.Certificates;
using TenantGateway.Changes;
using TenantGateway.Coverage;
using TenantGateway.Conversion;
using TenantGateway.Core.Access;
using TenantGateway.Core.Cryptography;
using TenantGateway.Diagnostics;
using TenantGateway.Doctor;
using TenantGateway.Edge;
using TenantGateway.Features;
using TenantGateway.Forwarding;
using TenantGateway.Keys;
using TenantGateway.Keys.CustomerVaults;
using TenantGateway.Keys.Rotation;
using TenantGateway.Operations;
using TenantGateway.Protection;
using TenantGateway.Quotas;
using TenantGateway.Redis;
using TenantGateway.Sessions;
using TenantGateway.Storage;
using TenantGateway.Telemetry;
using TenantGateway.Tenancy;
using TenantGateway.Termination;

return await GatewayCommands.RunAsync(args, settings => Gateway.CreateHost(settings));

/// <summary>The gateway's table of contents: what it is made of, and the way of a request through it.</summary>
public static class Gateway
{
    /// <summary>Builds a gateway that is not started yet; what embeds it has the last word on services. Fails where a cryptographic self-test does.</summary>
    public static IHost CreateHost(string[] args, Action<IConfigurationBuilder>? configuration = null, Action<IServiceCollection>? services = null)
    {
        KnownAnswerTests.Run();
        return GatewayStartup.CreateBuilder(args, configuration)
            .ConfigureServices((context, features) => features
                .AddRole(args, context.Configuration, out var role)
                .AddGatewayDiagnostics()
                .AddDoctor()
                .AddSingleton(ConfigurationCheck.Registration)
                .AddTelemetry(context.Configuration, role)
                .AddCertificates(context.Configuration)
                .AddEdge(context.Configuration)
                .AddRedis(context.Configuration)
                .AddStorage(context.Configuration)
                .AddKeys(context.Configuration, role)
                .AddCustomerVaults(role)
                .AddTokenSightings()
                .AddWhere(role.MakesKeys, keys => keys.AddKeyRotation())
                .AddAuditing(context.Configuration, role)
                .AddServiceIssuer(context.Configuration)
                .AddAuthentication(context.Configuration)
                .AddWebhooks(context.Configuration, role)
                .AddSessions(context.Configuration)
                .AddTenancy(context.Configuration)
                .AddAuthorization(context.Configuration)
                .AddCoverage(context.Configuration)
                .AddPolicies(context.Configuration)
                // Protection after forwarding, so that the headers of rewritten bodies outlast those that forwarding copies.
                .AddWhere(role.Has(Plane.Data), data => data.AddServiceTokens(context.Configuration).AddQuotas(context.Configuration).AddForwarding(context.Configuration).AddProtection(context.Configuration))
                .AddWhere(role.Has(Plane.Admin), admin => admin.AddConversion().AddOperations(context.Configuration).AddTermination(context.Configuration).AddAdmin())
                .AddWhere(role.Has(Plane.Admin) && context.Configuration.HasBrowserLogin(), browser => browser.AddBrowserLogin(context.Configuration).AddPages())
                // After all that it has read again.
                .AddChanges(context.Configuration))
            .ConfigureWebHost(web => web.UseKestrel().UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true).Configure(app => app
                .UseExchangeFeatures()
                .UseRequestTelemetry()
                .UseRefusals()
                .UseFarewell()
                .UsePlane(Plane.Data, data => data
                    .UseCallerAddress()
                    .UseAdmission()
                    .UseHygiene()
                    .UseStartGate()
                    .UseServerName()
                    .UseTenancyHosts()
                    .UseAssertionKeys()
                    .UseLogouts()
                    .UseTokenExchange()
                    .UseServiceRoutes()
                    .UseOpenRoutes(
                        open => open
                            .UsePresentedToken(presented => presented.UseServiceTokens().UseTokenAuthentication())
                            .UseOpenTenants()
                            .UseTenantQuotas()
                            .UseOpenCallers(),
                        others => others
                            .UseServiceTokens()
                            .UseTokenAuthentication()
                            .UseTenantBinding()
                            .UseCustomerVaults(own => own.UseLoginEvidence(TimeSpan.FromMinutes(15)).UseTenantQuotas())
                            .UseOwnAudit(own => own.UseLoginEvidence(TimeSpan.FromHours(1)).UseTenantQuotas())
                            .UseLoginEvidence()
                            .UseTenantQuotas())
                    .UseServices(proxy => proxy.UseRouteLogin().UseExchangeTime().UseForwarderErrors().UseTenantPlaces().UseProtection().UseStreamPatience()))
                .UsePlane(Plane.Admin, admin => admin
                    .UseHygiene()
                    .UseServerName()
                    .UseHealthEndpoints()
                    .UseMetricsEndpoint()
                    .UsePages()
                    .UseLogins()
                    .UseOperatorBinding()
                    .UseEndpointsOf(endpoints => endpoints.MapAdmin().MapLogin().MapPages()))
                .UsePlane(Plane.Probes, probes => probes
                    .UseHygiene()
                    .UseServerName()
                    .UseHealthEndpoints()
                    .UseMetricsEndpoint()
                    .UseUnknownRoute())
                .UseUnknownRoute()))
            .ConfigureServices(added => services?.Invoke(added))
            .Build();
    }

    /// <summary>Ends a gateway whose start failed, quietly: stops whatever of it has started, and disposes of it.</summary>
    public static Task EndAsync(IHost host) => GatewayStartup.EndAsync(host);
}
