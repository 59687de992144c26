using System.Collections;
using System.Reflection;
using TenantGateway.Core.Access;
using TenantGateway.Tenancy;

namespace TenantGateway;

/// <summary>Every setting below <c>Gateway</c>, read off the types that sections are bound to.</summary>
internal static class SettingsCatalog
{
    internal const string Number = "N";
    internal const string Name = "NAME";

    /// <summary>The settings of all sections, or those that are in force with a configuration.</summary>
    /// <param name="children">The names of what a configuration holds at a place of a list or dictionary; null puts the placeholder there.</param>
    public static IEnumerable<Setting> All(Func<string, IEnumerable<string>>? children = null)
    {
        foreach (var (section, type) in KnownSettings.Sections.OrderBy(section => section.Key, StringComparer.Ordinal))
        {
            var walk = new Walk(section, children);
            var settings = section switch
            {
                RoleOptions.Setting => [Single<RoleOptions>(section, nameof(RoleOptions.Role), GatewayRole.All.Name)],
                RegionOptions.Setting => [Single<RegionOptions>(section, nameof(RegionOptions.Region), null)],
                _ => IsCollection(type) ? walk.Elements(section, type, property: null) : walk.Properties(section, type),
            };
            foreach (var setting in settings) yield return setting;
        }
    }

    /// <summary>Whether a value of this type is one setting, with nothing below it.</summary>
    internal static bool IsValue(Type type) => type.IsEnum || type.Namespace == nameof(System);

    internal static bool IsCollection(Type type) => type != typeof(string) && (type.IsAssignableTo(typeof(IList)) || type.IsAssignableTo(typeof(IDictionary)));

    private static Setting Single<T>(string key, string property, object? standard) =>
        new(key, key, typeof(T).GetProperty(property) ?? throw new InvalidOperationException($"{typeof(T).Name} has no {property}."), typeof(string), standard);

    private sealed record Walk(string Section, Func<string, IEnumerable<string>>? Children)
    {
        public IEnumerable<Setting> Properties(string path, Type type)
        {
            var standard = Activator.CreateInstance(type);
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
            {
                var (key, own) = ($"{path}:{property.Name}", Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
                if (IsCollection(own)) foreach (var setting in Elements(key, own, property)) yield return setting;
                else if (IsValue(own)) yield return new Setting(key, Section, property, own, property.GetValue(standard));
                else foreach (var setting in Properties(key, own)) yield return setting;
            }
        }

        public IEnumerable<Setting> Elements(string path, Type type, PropertyInfo? property)
        {
            var element = type.GenericTypeArguments[^1];
            foreach (var name in Children?.Invoke(path) ?? [type.IsAssignableTo(typeof(IDictionary)) ? Name : Number])
            {
                if (!IsValue(element)) foreach (var setting in Properties($"{path}:{name}", element)) yield return setting;
                else if (property is not null) yield return new Setting($"{path}:{name}", Section, property, element, Default: null);
            }
        }
    }
}
