using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace TenantGateway.Core.Settings;

/// <summary>
/// Checks bounds that options declare (<see cref="RangeAttribute"/>) where the check of the whole does not come: in elements of lists and dictionaries, and in options that
/// are nested. What the reference of settings shows is therefore what is enforced.
/// </summary>
public static class SettingBounds
{
    /// <param name="path">The options' place in the settings.</param>
    /// <param name="options">They themselves, and nothing below them.</param>
    /// <param name="errors">Gets one error for each setting out of its bounds.</param>
    public static void Check(string path, object options, List<string> errors)
    {
        foreach (var property in options.GetType().GetProperties())
        {
            var value = property.GetValue(options);
            if (property.GetCustomAttribute<RangeAttribute>() is { } bounds && !bounds.IsValid(value))
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{property.Name}: {value} is out of range. Give {bounds.Minimum} to {bounds.Maximum}."));
        }
    }
}
