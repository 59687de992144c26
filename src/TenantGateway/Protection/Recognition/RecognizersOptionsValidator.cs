using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Settings;

namespace TenantGateway.Protection.Recognition;

/// <summary>Refuses recognizers to which texts would go in the clear, or that would never answer; collects every error before it speaks.</summary>
internal sealed partial class RecognizersOptionsValidator : IValidateOptions<RecognizersOptions>
{
    public ValidateOptionsResult Validate(string? name, RecognizersOptions options)
    {
        var errors = new List<string>();
        foreach (var (recognizer, settings) in options.Recognizers) Check($"{RecognizerOptions.Section}:{recognizer}", recognizer, settings, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Check(string key, string name, RecognizerOptions settings, List<string> errors)
    {
        if (!Name().IsMatch(name)) errors.Add($"{key}: '{name}' is no name of a recognizer. Use 1 to 64 characters of a-z, 0-9 and hyphen, starting with a letter.");
        if (!Uri.TryCreate(settings.Address, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp) || address.Query.Length > 0 || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
            errors.Add($"{key}:Address: is no https address without query and credentials.");
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !settings.AllowPlaintext)
            errors.Add($"{key}:Address: personal data would go there unencrypted. Use https, or set AllowPlaintext where something else encrypts.");
        SettingBounds.Check(key, settings, errors);
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
