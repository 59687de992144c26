using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Extensions.Options;
using TenantGateway.Auditing;
using TenantGateway.Auditing.Alarms;
using TenantGateway.Auditing.Checkpoints;
using TenantGateway.Auditing.Retention;
using TenantGateway.Auditing.Search;
using TenantGateway.Authentication;
using TenantGateway.Authentication.Browser;
using TenantGateway.Authentication.Services;
using TenantGateway.Authentication.Webhooks;
using TenantGateway.Authorization;
using TenantGateway.Certificates;
using TenantGateway.Changes;
using TenantGateway.Coverage;
using TenantGateway.Edge;
using TenantGateway.Edge.Drain;
using TenantGateway.Edge.Limits;
using TenantGateway.Edge.Proxies;
using TenantGateway.Edge.Tls;
using TenantGateway.Forwarding;
using TenantGateway.Keys;
using TenantGateway.Keys.AzureKeyVault;
using TenantGateway.Keys.Local;
using TenantGateway.Operations;
using TenantGateway.Protection;
using TenantGateway.Protection.Recognition;
using TenantGateway.Quotas;
using TenantGateway.Redis.Connections;
using TenantGateway.Sessions;
using TenantGateway.Storage.Databases;
using TenantGateway.Storage.PostgreSql;
using TenantGateway.Storage.Tombstones;
using TenantGateway.Telemetry;
using TenantGateway.Tenancy;
using TenantGateway.Termination;

namespace TenantGateway;

/// <summary>
/// Refuses settings under <c>Gateway</c> that nothing reads, all at once: a key that is misspelt would otherwise leave its default in force, and nobody
/// would know.
/// </summary>
internal static class KnownSettings
{
    internal const string Root = "Gateway";

    /// <summary>What each section is bound to.</summary>
    internal static readonly FrozenDictionary<string, Type> Sections = new Dictionary<string, Type>
    {
        [RoleOptions.Setting] = typeof(string),
        [ListenOptions.Section] = typeof(ListenOptions),
        [CertificatesOptions.Section] = typeof(CertificatesOptions),
        [TlsOptions.Section] = typeof(TlsOptions),
        [LimitsOptions.Section] = typeof(LimitsOptions),
        [DrainOptions.Section] = typeof(DrainOptions),
        [TrustedProxiesOptions.Section] = typeof(TrustedProxiesOptions),
        [QuotasOptions.Section] = typeof(QuotasOptions),
        [RedisOptions.Section] = typeof(RedisOptions),
        [TelemetryOptions.Section] = typeof(TelemetryOptions),
        [HostsOptions.Section] = typeof(HostsOptions),
        [RegionOptions.Setting] = typeof(string),
        [StorageOptions.Section] = typeof(StorageOptions),
        [PostgreSqlOptions.Section] = typeof(PostgreSqlOptions),
        [TombstonesOptions.Section] = typeof(TombstonesOptions),
        [KeysOptions.Section] = typeof(KeysOptions),
        [LocalKeyOptions.Section] = typeof(LocalKeyOptions),
        [AzureKeyVaultOptions.Section] = typeof(AzureKeyVaultOptions),
        [ChangesOptions.Section] = typeof(ChangesOptions),
        [AuditOptions.Section] = typeof(AuditOptions),
        [CheckpointOptions.Section] = typeof(CheckpointOptions),
        [AuditIndexOptions.Section] = typeof(AuditIndexOptions),
        [AlarmOptions.Section] = typeof(AlarmOptions),
        [TokenCacheOptions.Section] = typeof(TokenCacheOptions),
        [RetentionOptions.Section] = typeof(RetentionOptions),
        [IssuersOptions.Section] = typeof(List<IssuerOptions>),
        [LoginOptions.Section] = typeof(LoginOptions),
        [ServicesOptions.Section] = typeof(ServicesOptions),
        [WebhookOptions.Section] = typeof(Dictionary<string, WebhookOptions>),
        [AuthorizationOptions.Section] = typeof(AuthorizationOptions),
        [SessionsOptions.Section] = typeof(SessionsOptions),
        [ForwardingOptions.Section] = typeof(ForwardingOptions),
        [TerminationOptions.Section] = typeof(TerminationOptions),
        [OperationsOptions.Section] = typeof(OperationsOptions),
        [PolicyOptions.Section] = typeof(PolicyOptions),
        [ContentOptions.Section] = typeof(ContentOptions),
        [CoverageOptions.Section] = typeof(CoverageOptions),
        [RecognizerOptions.Section] = typeof(Dictionary<string, RecognizerOptions>),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="OptionsValidationException">There are settings that nothing reads.</exception>
    public static void Check(IConfiguration configuration)
    {
        List<string> failures = [];
        CheckObject(configuration.GetSection(Root), [], failures);
        if (failures.Count > 0) throw new OptionsValidationException(Root, typeof(KnownSettings), failures);
    }

    private static void CheckObject(IConfigurationSection section, PropertyInfo[] properties, List<string> failures)
    {
        foreach (var child in section.GetChildren())
        {
            if (Sections.TryGetValue(child.Path, out var type)) CheckValue(child, type, failures);
            else if (Array.Find(properties, property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property) CheckValue(child, property.PropertyType, failures);
            else failures.Add($"{child.Path}: nothing reads this setting. Known here: {string.Join(", ", KnownIn(section.Path, properties))}.");
        }
    }

    private static void CheckValue(IConfigurationSection section, Type type, List<string> failures)
    {
        if (SettingsCatalog.IsCollection(type))
        {
            foreach (var element in section.GetChildren()) CheckValue(element, type.GenericTypeArguments[^1], failures);
        }
        else if (SettingsCatalog.IsValue(type))
        {
            CheckObject(section, [], failures);
        }
        else
        {
            var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public);
            if (section.Value is { Length: > 0 }) failures.Add($"{section.Path}: nothing reads this value. Known below: {string.Join(", ", KnownIn(section.Path, properties))}.");
            CheckObject(section, properties, failures);
        }
    }

    private static IEnumerable<string> KnownIn(string path, PropertyInfo[] properties) => properties.Select(property => property.Name)
        .Concat(Sections.Keys.Where(section => section.StartsWith($"{path}:", StringComparison.OrdinalIgnoreCase)).Select(section => section[(path.Length + 1)..]))
        .Where(name => !name.Contains(':'))
        .Order(StringComparer.Ordinal)
        .DefaultIfEmpty("nothing");
}
