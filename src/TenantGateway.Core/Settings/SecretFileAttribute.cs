namespace TenantGateway.Core.Settings;

/// <summary>Marks a setting that names a file with a secret, or files by name: it is shown only where there is such a file, as it could be the secret itself by mistake.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretFileAttribute : Attribute;
