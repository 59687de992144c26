using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace TenantGateway;

/// <summary>Where the value of a setting comes from that is in force.</summary>
internal static class SettingSources
{
    public const string Default = "default";
    public const string CommandLine = "command line";
    public const string Environment = "environment";
    public const string Embedded = "embedded";

    /// <summary>The source that counts, which is the last that has it; <see cref="Default"/> where none has.</summary>
    public static string Of(IConfigurationRoot configuration, string key) =>
        configuration.Providers.Reverse().Where(provider => provider.TryGet(key, out var value) && value is not null).Select(provider => Name(provider, key)).FirstOrDefault(Default);

    private static string Name(IConfigurationProvider provider, string key) => provider switch
    {
        FileConfigurationProvider file => $"file {file.Source.FileProvider?.GetFileInfo(file.Source.Path ?? "").PhysicalPath ?? file.Source.Path}",
        EnvironmentVariablesConfigurationProvider => Environment,
        CommandLineConfigurationProvider => CommandLine,
        ChainedConfigurationProvider { Configuration: IConfigurationRoot chained } => Of(chained, key),
        _ => Embedded,
    };
}
