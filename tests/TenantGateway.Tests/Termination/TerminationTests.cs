using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Tests.Termination;

/// <summary>The end of a tenant as its members and the operator's staff see it, with the clock moved on.</summary>
public sealed class TerminationTests
{
    [Fact]
    public async Task SuspendedTenant_IsRefused_AndServedAgainOnceResumed()
    {
        await using var world = await TerminationWorld.StartAsync();
        var token = await world.WriteAsync("agent@acme", "Grace Hopper");

        await world.DoneAsync("admin@operator", "tenants", "suspend", "acme", "--reason", "incident 17");
        Assert.Equal((403, "tenant_suspended"), await RefusalAsync(world, token));
        Assert.Equal(200, (await world.ReadAsync("agent@globex", "x")).Status);

        await world.DoneAsync("admin@operator", "tenants", "resume", "acme", "--reason", "it is over");
        Assert.Contains("Grace Hopper", (await world.ReadAsync("agent@acme", token)).Text, StringComparison.Ordinal);
        Assert.Equal(["intent", "ok"], await world.TrailAsync("tenant.suspended"));
        Assert.Equal(["intent", "ok"], await world.TrailAsync("tenant.resumed"));
    }

    [Fact]
    public async Task TerminatedTenant_IsDisabledAtOnce_AndHoldsNoKeys()
    {
        await using var world = await TerminationWorld.StartAsync();
        var token = await world.WriteAsync("agent@acme", "Grace Hopper");

        await world.TerminateAsync("acme");

        Assert.Equal((403, "tenant_suspended"), await RefusalAsync(world, token));
        Assert.Equal(("terminated", "disabled", null), await world.LifeAsync("acme"));
        Assert.All((await world.StoredGenerationsAsync("acme")).Where(record => record.Line != KeyLine.Audit), record => Assert.Equal(GenerationState.Disabled, record.State));
        var refused = await Assert.ThrowsAsync<KeyServiceException>(async () => await world.Get<IKeyRings>().LeaseAsync(TenantId.Parse("acme"), default, CancellationToken.None));
        Assert.Equal(KeyServiceFailure.Denied, refused.Failure);
        Assert.Equal(200, (await world.ReadAsync("agent@globex", "x")).Status);
        Assert.Equal(["ok"], await world.TrailAsync("tenant.terminated"));
    }

    [Fact]
    public async Task RecoveredInTime_IsWhatItWas()
    {
        await using var world = await TerminationWorld.StartAsync();
        var token = await world.WriteAsync("agent@acme", "Grace Hopper");
        var before = await world.StoredGenerationsAsync("acme");
        await world.TerminateAsync("acme");
        await world.PassDaysAsync(29.9);

        Assert.Equal("done", (await world.OperateAsync("tenant.recover", "acme")).GetProperty("state").GetString());

        Assert.Equal(("active", null, null), await world.LifeAsync("acme"));
        Assert.Contains("Grace Hopper", (await world.ReadAsync("agent@acme", token)).Text, StringComparison.Ordinal);
        Assert.Equal(before.Select(record => (record.KeyId, record.State)), (await world.StoredGenerationsAsync("acme")).Select(record => (record.KeyId, record.State)));
        // The clock is gone with the termination.
        await world.PassDaysAsync(60);
        Assert.Equal(("active", null, null), await world.LifeAsync("acme"));
    }

    [Fact]
    public async Task AfterThirtyDays_NothingOfItCanBeRead_AndACertificateSaysSo()
    {
        using var files = new TemporaryDirectory();
        await using var world = await TerminationWorld.StartAsync();
        var token = await world.WriteAsync("agent@acme", "Grace Hopper");
        var keks = (await world.StoredGenerationsAsync("acme")).Select(record => (record.KekId, record.WrappedKey)).ToList();
        await world.TerminateAsync("acme");

        await world.PassDaysAsync(29.9);
        Assert.Equal(("terminated", "disabled", null), await world.LifeAsync("acme"));
        await world.PassDaysAsync(0.2);

        Assert.Equal(("destroyed", "destroyed", "final"), await world.LifeAsync("acme"));
        Assert.All((await world.StoredGenerationsAsync("acme")).Where(record => record.Line != KeyLine.Audit), record => Assert.Equal((GenerationState.Destroyed, true), (record.State, record.WrappedKey.IsEmpty)));
        foreach (var (kek, wrapped) in keks)
        {
            // Also a copy that somebody kept.
            var refused = await Assert.ThrowsAsync<KeyServiceException>(async () => await world.Get<IKeyEncryptionService>().UnwrapAsync(kek, wrapped, new byte[64], CancellationToken.None));
            Assert.Equal(KeyServiceFailure.Denied, refused.Failure);
            Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(world.Gateway.StateDirectory, "gateway")), file => Holds(file, wrapped.Span));
        }

        Assert.Equal((403, "unknown_organization"), await RefusalAsync(world, token));
        Assert.Equal(["intent", "ok"], await world.TrailAsync("tenant.destroyed"));

        // The certificate, and the proof without the gateway.
        var (certificate, key) = (Path.Combine(files.Path, "acme.json"), Path.Combine(files.Path, "key.pem"));
        await world.DoneAsync("reviewer@operator", "tenants", "certificate", "acme", "--file", certificate);
        await world.DoneAsync("reviewer@operator", "certificates", "key", "--file", key);
        var verified = await Cli.Tgw.RunAsync(null, "certificates", "verify", certificate, "--key", key, "--output", "json");
        Assert.Equal((0, ""), (verified.Exit, verified.Error));
        Assert.Equal(("acme", "final", "refused"), (
            verified.OutputJson.GetProperty("tenant").GetString(), verified.OutputJson.GetProperty("status").GetString(), verified.OutputJson.GetProperty("probes").GetProperty("token").GetString()));
        // All but the audit key, which lives as long as the records.
        Assert.Equal(keks.Count - 1, verified.OutputJson.GetProperty("generations").GetArrayLength());

        var altered = Path.Combine(files.Path, "altered.json");
        await File.WriteAllTextAsync(altered, (await File.ReadAllTextAsync(certificate)).Replace("\"acme\"", "\"globex\"", StringComparison.Ordinal));
        var refusedFile = await Cli.Tgw.RunAsync(null, "certificates", "verify", altered, "--key", key);
        Assert.NotEqual(0, refusedFile.Exit);
        Assert.Contains("certificate_altered", refusedFile.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DestroyedTenant_IsNeitherRecoveredNorHeldNorMadeAgain()
    {
        await using var world = await TerminationWorld.StartAsync();
        await world.TerminateAsync("acme");
        await world.PassDaysAsync(30.1);

        foreach (var args in (string[][])
        [
            ["operations", "request", "tenant.recover", "acme", "--reason", "r"],
            ["operations", "request", "tenant.terminate", "acme", "--reason", "r"],
            ["tenants", "hold", "acme", "--reason", "r"],
            ["tenants", "suspend", "acme", "--reason", "r"],
            ["tenants", "resume", "acme", "--reason", "r"],
        ])
        {
            Assert.Contains("tenant_state_conflict", (await world.TgwAsync("admin@operator", args)).Error, StringComparison.Ordinal);
        }

        var again = await world.TgwAsync("admin@operator", "tenants", "create", "acme", "--name", "Acme", "--organization", $"{world.Gateway.Issuer}=org_acme", "--reason", "r");
        Assert.Contains("tenant_conflict", again.Error, StringComparison.Ordinal);
        // Its organization is free for another tenant, whose keys are others.
        await world.DoneAsync("admin@operator", "tenants", "create", "acme-two", "--name", "Acme", "--organization", $"{world.Gateway.Issuer}=org_acme", "--reason", "r");
    }

    [Fact]
    public async Task HeldTenant_IsNotDestroyed_AndItsClockStandsStill()
    {
        await using var world = await TerminationWorld.StartAsync();
        await world.TerminateAsync("acme");
        await world.PassDaysAsync(10);
        await world.DoneAsync("admin@operator", "tenants", "hold", "acme", "--reason", "court order 5 O 123/26");

        await world.PassDaysAsync(100);
        Assert.Equal(("terminated", "disabled", null), await world.LifeAsync("acme"));

        var release = await world.OperateAsync("tenant.release", "acme");
        Assert.Equal("done", release.GetProperty("state").GetString());
        Assert.Contains("19 days", release.GetProperty("effects")[1].GetString(), StringComparison.Ordinal);
        await world.PassDaysAsync(19.9);
        Assert.Equal(("terminated", "disabled", null), await world.LifeAsync("acme"));
        await world.PassDaysAsync(0.2);
        Assert.Equal(("destroyed", "destroyed", "final"), await world.LifeAsync("acme"));
        Assert.Equal(["intent", "ok"], await world.TrailAsync("tenant.held"));
        Assert.Equal(["ok"], await world.TrailAsync("tenant.released"));
    }

    [Fact]
    public async Task HeldBeforeItsEnd_BeginsTheClockAtTheRelease()
    {
        await using var world = await TerminationWorld.StartAsync();
        await world.DoneAsync("admin@operator", "tenants", "hold", "acme", "--reason", "court order 5 O 123/26");
        await world.TerminateAsync("acme");
        await world.PassDaysAsync(40);
        Assert.Equal("disabled", (await world.LifeAsync("acme")).Phase);

        await world.OperateAsync("tenant.release", "acme");
        await world.PassDaysAsync(29.9);
        Assert.Equal("disabled", (await world.LifeAsync("acme")).Phase);
        await world.PassDaysAsync(0.2);
        Assert.Equal("destroyed", (await world.LifeAsync("acme")).Phase);
    }

    [Fact]
    public async Task KeyServiceThatCouldStillRecover_MakesTheCertificatePending_UntilItCannot()
    {
        using var files = new TemporaryDirectory();
        await using var world = await TerminationWorld.StartAsync(guarded: true);
        await world.TerminateAsync("acme");
        await world.PassDaysAsync(30.1);

        Assert.Equal(("destroyed", "destroyed", "pending"), await world.LifeAsync("acme"));
        var (certificate, key) = (Path.Combine(files.Path, "acme.json"), Path.Combine(files.Path, "key.pem"));
        await world.DoneAsync("reviewer@operator", "certificates", "key", "--file", key);
        await world.DoneAsync("reviewer@operator", "tenants", "certificate", "acme", "--file", certificate);
        var pending = await Cli.Tgw.RunAsync(null, "certificates", "verify", certificate, "--key", key);
        Assert.Contains("can be recovered until", pending.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.All((await world.StoredGenerationsAsync("acme")).Where(record => record.Line != KeyLine.Audit), record => Assert.True(record.WrappedKey.IsEmpty));

        await world.PassDaysAsync(6.5);
        Assert.Equal("pending", (await world.LifeAsync("acme")).Certificate);
        await world.PassDaysAsync(1);

        Assert.Equal("final", (await world.LifeAsync("acme")).Certificate);
        await world.DoneAsync("reviewer@operator", "tenants", "certificate", "acme", "--file", certificate);
        var final = await Cli.Tgw.RunAsync(null, "certificates", "verify", certificate, "--key", key, "--output", "json");
        Assert.Equal(("final", "gone"), (final.OutputJson.GetProperty("status").GetString(), final.OutputJson.GetProperty("keks")[0].GetProperty("answer").GetString()));
        Assert.Equal(["ok"], await world.TrailAsync("tenant.erasure_certified"));
    }

    private static async Task<(int Status, string? Reason)> RefusalAsync(TerminationWorld world, string token)
    {
        var answer = await world.ReadAsync("agent@acme", token);
        Assert.DoesNotContain("Grace Hopper", answer.Text, StringComparison.Ordinal);
        return (answer.Status, answer.Reason);
    }

    private static bool Holds(string file, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(bytes) >= 0;
    }
}
