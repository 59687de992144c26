using System.Net;
using TenantGateway.Core.Keys;
using TenantGateway.Keys.Local;
using TenantGateway.Storage.Stores;
using TenantGateway.Tests.Storage;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;
using Xunit.Abstractions;

namespace TenantGateway.Tests.Keys;

/// <summary>What a dump of the process holds of a tenant's keys, before and after they are purged.</summary>
public sealed class KeyMemoryTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task DumpAfterARevocation_HoldsNoKeyAndNoKeySchedule()
    {
        // Linux alone shows a process's memory as a file.
        if (!OperatingSystem.IsLinux()) return;
        await using var gateway = await DemoProcess.StartAsync(DemoProcess.FreePortBase(), _data.Path, environment: [("Gateway__Keys__ProbeSeconds", "1")]);
        await UseEveryKeyAsync(gateway);
        var secrets = await SecretsOfAcmeAsync();

        // :: While they are held: the round keys in use, and only they. That what is not there would be found shows in this process, which has it all.
        var (held, looked) = ProcessMemory.Search(gateway.Program.Id, secrets);
        output.WriteLine($"{looked / (1 << 20)} MiB; while held: {held.Count} of {secrets.Count}");
        var inUse = secrets.Where(secret => secret.Key.Contains(KeySecrets.RoundKey, StringComparison.Ordinal) || secret.Key.StartsWith("audit/pseudonym derived", StringComparison.Ordinal)).Select(secret => secret.Key).ToList();
        Assert.All(inUse, name => Assert.Contains(held, place => place.StartsWith(name + " in ", StringComparison.Ordinal)));
        Assert.DoesNotContain(held, place => !inUse.Any(name => place.StartsWith(name + " in ", StringComparison.Ordinal)));
        var (here, _) = ProcessMemory.Search(Environment.ProcessId, secrets);
        Assert.All(secrets, secret => Assert.Contains(here, place => place.StartsWith(secret.Key + " in ", StringComparison.Ordinal)));

        // :: After the key-encryption key is gone: none.
        File.Move(Path.Combine(_data.Path, "keys", "kek-acme.1.kek"), Path.Combine(_data.Path, "gone"));
        await Eventually.IsTrueAsync(async () => (await GetAsync(gateway)).Reason == "tenant_key_unavailable");
        var (left, _) = ProcessMemory.Search(gateway.Program.Id, secrets);
        Assert.Empty(left);
    }

    private static async Task<Answer> GetAsync(DemoProcess gateway, string path = "crm/contacts")
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, path).With("Authorization", $"Bearer {await gateway.TokenAsync("agent@acme")}");
        return await Answer.ReadAsync(await gateway.Client.SendAsync(request));
    }

    // Randomised and searchable tokens, handles, pseudonyms and sealed details.
    private static async Task UseEveryKeyAsync(DemoProcess gateway)
    {
        using var request = LoopbackClient.Request(HttpMethod.Post, "crm/contacts", """{"name":"Ada","email":"ada@example.org","phone":"+1 202 555 0143","status":"active"}""")
            .With("Authorization", $"Bearer {await gateway.TokenAsync("agent@acme")}");
        using (var created = await gateway.Client.SendAsync(request)) Assert.True(created.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, $"{created.StatusCode}");
        Assert.Equal(200, (await GetAsync(gateway, "crm/contacts?email=ada@example.org")).Status);
        using var handles = LoopbackClient.Request(HttpMethod.Get, "crm/contacts").With("Authorization", $"Bearer {await gateway.TokenAsync("analyst@acme")}");
        using var answer = await gateway.Client.SendAsync(handles);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<List<KeyValuePair<string, byte[]>>> SecretsOfAcmeAsync()
    {
        using var database = TestDatabase.In(Path.Combine(_data.Path, "gateway"));
        using var keys = LocalKeyEncryptionService.Open(Path.Combine(_data.Path, "keys"));
        var secrets = new List<KeyValuePair<string, byte[]>>();
        foreach (var record in (await new GenerationStore(database).ListAsync(default)).Where(record => record.Tenant.Value == "acme"))
        {
            var key = new byte[GenerationKey.KeySize];
            await keys.UnwrapAsync(record.KekId, record.WrappedKey, key, default);
            secrets.AddRange(KeySecrets.Of(record.Line, key).Select(secret => KeyValuePair.Create(secret.Key, Pinned(secret.Value))));
        }

        return secrets;
    }

    // What the collector moves while memory is read may be missed at both places.
    private static byte[] Pinned(byte[] secret)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(secret.Length, pinned: true);
        secret.CopyTo(pinned, 0);
        return pinned;
    }
}
