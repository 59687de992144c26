namespace TenantGateway.Features;

/// <summary>What the steps of a request leave for each other.</summary>
internal static class FeaturesModule
{
    /// <summary>Before whatever sets or asks for features.</summary>
    public static IApplicationBuilder UseExchangeFeatures(this IApplicationBuilder app) => app.Use(next => context =>
    {
        if (context is DefaultHttpContext server) server.Initialize(new ExchangeFeatures(server.Features));
        return next(context);
    });
}
