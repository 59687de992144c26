using System.Collections.Immutable;
using TenantGateway.Core.Access;
using TenantGateway.Core.Operations;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Core.Tests.Operations;

/// <summary>What is signed of an operation is all of it, but for the lease.</summary>
public sealed class OperationRecordEncodingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20000);

    private static readonly Operation Open = new()
    {
        Id = "op_1",
        Kind = "test.deed",
        Tenant = TenantId.Parse("acme"),
        Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("p", "v"),
        Effects = ["Something is done."],
        Hash = new byte[32],
        State = OperationState.Requested,
        Reason = "",
        RequestedBy = new ActorId("ac_1"),
        RequestedAt = Now,
        ExpiresAt = Now.AddHours(1),
        Epoch = 1,
    };

    [Fact]
    public void AnyMemberChanged_GivesAnotherEncoding()
    {
        var record = RecordOf(Open);
        Operation[] changed =
        [
            Open with { Id = "op_2" },
            Open with { Kind = "test.other" },
            Open with { Tenant = TenantId.Parse("globex") },
            Open with { Parameters = Open.Parameters.SetItem("p", "w") },
            Open with { Effects = ["Something else is done."] },
            Open with { Hash = new byte[31] },
            Open with { State = OperationState.Approved },
            Open with { RequestedBy = new ActorId("ac_2") },
            Open with { RequestedAt = Now.AddMilliseconds(1) },
            Open with { ExpiresAt = Now.AddHours(2) },
            Open with { DecidedBy = new ActorId("ac_3") },
            Open with { DecidedAt = Now },
            Open with { EndedAt = Now },
            Open with { Outcome = "ok" },
            Open with { Epoch = 2 },
        ];
        var encodings = changed.Select(RecordOf)
            .Append(record with { RequestedBySubject = new ActorId("ac_4") })
            .Append(record with { SealedReason = new byte[] { 1 } })
            .Append(record)
            .Select(each => Convert.ToHexString(OperationRecordEncoding.Encode(each)))
            .ToList();

        Assert.Equal(encodings.Count, encodings.Distinct().Count());
    }

    [Fact]
    public void Lease_IsNotSigned() =>
        Assert.Equal(OperationRecordEncoding.Encode(RecordOf(Open)), OperationRecordEncoding.Encode(RecordOf(Open) with { LeasedUntil = Now }));

    [Fact]
    public void States_HaveNames_AndAreFoundByThem() => Assert.All(Enum.GetValues<OperationState>(), state =>
    {
        Assert.True(OperationStates.TryParse(OperationStates.NameOf(state), out var read));
        Assert.Equal(state, read);
    });

    private static OperationRecord RecordOf(Operation operation) =>
        new() { Operation = operation, RequestedBySubject = new ActorId("ac_s"), SealedReason = new byte[] { 0 }, Signature = default };
}
