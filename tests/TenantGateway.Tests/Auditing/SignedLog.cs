using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TenantGateway.Auditing.Checkpoints;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Audit.Checkpoints;
using TenantGateway.Core.Audit.Exports;
using TenantGateway.Core.Keys;
using TenantGateway.Tests.Storage;

namespace TenantGateway.Tests.Auditing;

/// <summary>What tests of a signed log say often.</summary>
internal static class SignedLog
{
    internal static Task<StateHost> StartAsync(TempDirectory directory, TimeProvider? time = null, params (string Key, string Value)[] settings) => StateHost.StartAsync(
        directory,
        services =>
        {
            if (time is not null) services.AddSingleton(time);
        },
        settings.ToDictionary(setting => $"{CheckpointOptions.Section}:{setting.Key}", setting => (string?)setting.Value));

    internal static async Task<SignedCheckpoint> SignAsync(this StateHost host) =>
        await host.Get<IAuditCheckpoints>().NowAsync(default) ?? throw new InvalidOperationException("The log was not signed.");

    internal static async Task<NoteKey> KeyAsync(this StateHost host) =>
        NoteKey.TryImport(await host.Get<IKeyEncryptionService>().GetSigningKeyAsync(default), out var key) ? key : throw new InvalidOperationException("The key is no key of notes.");

    internal static async Task<string?> RefusalAsync(this StateHost host)
    {
        Assert.Null(await host.Get<IAuditCheckpoints>().NowAsync(default));
        return host.Get<CheckpointService>().Refusal;
    }

    /// <summary>Writes an export and the public key beside it.</summary>
    internal static async Task<(string Export, string Key)> ExportAsync(this StateHost host, TempDirectory directory, AuditExportRequest request)
    {
        var (export, pem) = (directory[$"{Guid.NewGuid():n}.zip"], directory["signing-key.pem"]);
        using var key = await host.KeyAsync();
        await File.WriteAllTextAsync(pem, key.Pem, Encoding.ASCII);
        await using var made = await host.Get<IAuditExports>().TryMakeAsync(request, default);
        Assert.NotNull(made);
        await using var file = File.Create(export);
        await made.CopyToAsync(file);
        return (export, pem);
    }

    internal static async Task<long> SizeAsync(this StateHost host) => (await host.Get<IAuditStore>().ReadHeadAsync(default)).Size;
}
