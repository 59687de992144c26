using Microsoft.Extensions.Options;
using TenantGateway.Core.Protection;

namespace TenantGateway.Protection.Recognition;

/// <summary>Recognizers outside of the gateway, of which policies may have texts asked about.</summary>
internal static class RecognitionModule
{
    public static IServiceCollection AddRecognition(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RecognizersOptions>()
            .Configure(options => configuration.GetSection(RecognizerOptions.Section).Bind(options.Recognizers, binder => binder.ErrorOnUnknownConfiguration = true)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RecognizersOptions>, RecognizersOptionsValidator>();
        services.AddSingleton<RecognitionMetrics>();
        services.AddSingleton<TextRecognizers>();
        services.AddSingleton<ITextRecognizers>(provider => provider.GetRequiredService<TextRecognizers>());
        services.AddHealthChecks().AddCheck<RecognizersHealthCheck>("recognizers");
        return services;
    }
}
