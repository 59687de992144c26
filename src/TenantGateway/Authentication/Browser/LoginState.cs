using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using TenantGateway.Core.Keys;

namespace TenantGateway.Authentication.Browser;

/// <summary>
/// What a login leaves with the browser on its way to the identity provider and back (<c>state</c>, and the name of the nonce's cookie), sealed for fifteen minutes: any
/// process of the gateway can take the browser back. The handler asks for it without its request, so the key comes along the flow of the request.
/// </summary>
internal sealed class LoginState(TimeProvider clock) : ISecureDataFormat<AuthenticationProperties>, ISecureDataFormat<string>
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Purpose = "login state";
    private const string TextPurpose = "login nonce";

    private static readonly AsyncLocal<GenerationKey?> Key = new();

    /// <summary>To be called in the request that begins or completes a login, while its lease lasts.</summary>
    public static void Use(GenerationKey? key) => Key.Value = key;

    public string Protect(AuthenticationProperties data) => Protect(data, null);

    public string Protect(AuthenticationProperties data, string? purpose)
    {
        data.IssuedUtc = clock.GetUtcNow();
        return Seal(Purpose, PropertiesSerializer.Default.Serialize(data));
    }

    public AuthenticationProperties? Unprotect(string? protectedText) => Unprotect(protectedText, null);

    public AuthenticationProperties? Unprotect(string? protectedText, string? purpose)
    {
        if (Open(Purpose, protectedText) is not { } bytes || PropertiesSerializer.Default.Deserialize(bytes) is not { IssuedUtc: { } issued } properties) return null;
        var age = clock.GetUtcNow() - issued;
        // Times in properties have whole seconds, and processes have clocks of their own.
        return age < Lifetime && age > -TimeSpan.FromMinutes(1) ? properties : null;
    }

    string ISecureDataFormat<string>.Protect(string data) => Seal(TextPurpose, Encoding.UTF8.GetBytes(data));

    string ISecureDataFormat<string>.Protect(string data, string? purpose) => Seal(TextPurpose, Encoding.UTF8.GetBytes(data));

    string? ISecureDataFormat<string>.Unprotect(string? protectedText) => Open(TextPurpose, protectedText) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    string? ISecureDataFormat<string>.Unprotect(string? protectedText, string? purpose) => Open(TextPurpose, protectedText) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static string Seal(string purpose, byte[] plaintext) => Base64Url.EncodeToString(OperatorSeal.Seal(CurrentKey, purpose, plaintext));

    private static byte[]? Open(string purpose, string? text) =>
        text is { Length: <= 4096 } && Base64Url.IsValid(text) ? OperatorSeal.Open(CurrentKey, purpose, Base64Url.DecodeFromChars(text)) : null;

    private static GenerationKey CurrentKey => Key.Value ?? throw new InvalidOperationException("A login is begun and completed under a lease of the operator's keys.");
}
