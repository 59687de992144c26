using TenantGateway.Core.Keys;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Keys;

/// <summary>What the end of a tenant does to its generations, from every state and in every line.</summary>
public sealed class TenantKeyEndTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20000);

    public static TheoryData<KeyLine, GenerationState> All
    {
        get
        {
            var all = new TheoryData<KeyLine, GenerationState>();
            foreach (var line in Enum.GetValues<KeyLine>())
            {
                foreach (var state in Enum.GetValues<GenerationState>()) all.Add(line, state);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Termination_DisablesWhatReadsOrWritesData_AndRecoveryGivesItBack(KeyLine line, GenerationState state)
    {
        var record = Record(line, state);
        Assert.Equal(line != KeyLine.Audit && state is not (GenerationState.Disabled or GenerationState.Destroyed), TenantKeyEnd.Disables(record));
        if (!TenantKeyEnd.Disables(record)) return;

        var disabled = TenantKeyEnd.Disable(record, Now);
        Assert.Equal((GenerationState.Disabled, 8L, true, Now), (disabled.State, disabled.Epoch, disabled.Signature.IsEmpty, disabled.StateSince));
        Assert.Equal(record.WrappedKey, disabled.WrappedKey);
        var restored = TenantKeyEnd.Restore(disabled, state, Now);
        Assert.Equal((state, 9L, true), (restored.State, restored.Epoch, restored.Signature.IsEmpty));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Destruction_LeavesNoWrappedKey(KeyLine line, GenerationState state)
    {
        var destroyed = TenantKeyEnd.Destroy(Record(line, state), Now);

        Assert.Equal((GenerationState.Destroyed, 8L, true, true), (destroyed.State, destroyed.Epoch, destroyed.WrappedKey.IsEmpty, destroyed.Signature.IsEmpty));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void WhatIsNotDisabled_IsNotRestored(KeyLine line, GenerationState state)
    {
        if (state != GenerationState.Disabled) Assert.Throws<InvalidOperationException>(() => TenantKeyEnd.Restore(Record(line, state), GenerationState.Primary, Now));
    }

    private static GenerationRecord Record(KeyLine line, GenerationState state) => new()
    {
        Tenant = TenantId.Parse("acme"), KeyId = KeyId.FromBits(1), Line = line, Number = 1, State = state, Epoch = 7,
        KekId = "local:kek-acme/1", WrappedKey = new byte[] { 1, 2, 3 }, Signature = new byte[] { 4 },
    };
}
