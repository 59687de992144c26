using TenantGateway.Core.Keys;

namespace TenantGateway.Keys.AzureKeyVault;

/// <summary>Event ids 6100 to 6199.</summary>
internal static partial class Log
{
    [LoggerMessage(6100, LogLevel.Information, "Created version {Version} of the key {Name} in {Vault}.")]
    internal static partial void Created(ILogger logger, string name, string version, VaultAddress vault);

    [LoggerMessage(6101, LogLevel.Warning, "{Vault} did not do {Operation}: {Failure}. {Answer}")]
    internal static partial void Failed(ILogger logger, VaultAddress vault, string operation, KeyServiceFailure failure, string answer);

    [LoggerMessage(6102, LogLevel.Warning, "Records are signed with version {Version} of the signing key {Name}, the newest there is. Set SigningKeyVersion to it, so that a later version changes nothing.")]
    internal static partial void SigningVersionNotPinned(ILogger logger, string name, string version);

    [LoggerMessage(6103, LogLevel.Warning, "{Operation} of the key {Name} in {Vault}.")]
    internal static partial void Changed(ILogger logger, string operation, string name, VaultAddress vault);
}
