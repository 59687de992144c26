using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Keys.Rotation;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Keys.Rotation;

/// <summary>Rotates data generations that have reached their tenant's age.</summary>
internal sealed class RotationSchedule(
    KeyRings keyRings, IKeyRotations rotations, ITenantDirectory tenants, ITenantKeyState keys, RotationTrail trail, IOptions<KeysOptions> options, TimeProvider time,
    ILogger<RotationSchedule> logger)
{
    /// <summary>So that a setting that makes a thousand tenants due does not burden the key service.</summary>
    internal const int MostAtOnce = 20;

    /// <summary>The part of the age by which tenants are spread.</summary>
    private const double Jitter = 0.05;

    // Which attempt was the last that failed: whose key service does not answer must not keep the others from their turn.
    private readonly Dictionary<TenantId, long> _failed = [];
    private long _attempts;

    /// <summary>Rotates what is due, the longest due first; those that failed come after the others.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!AreAnyDue()) return;
        // What another process has rotated meanwhile is not due any more.
        await keyRings.ReloadAsync(cancellationToken);
        var turn = Due().OrderBy(record => _failed.GetValueOrDefault(record.Tenant)).ThenBy(record => record.CreatedAt ?? DateTimeOffset.MinValue).Take(MostAtOnce);
        foreach (var primary in turn.ToList())
        {
            _attempts++;
            if (await TryRotateAsync(primary.Tenant, cancellationToken)) _failed.Remove(primary.Tenant);
            else _failed[primary.Tenant] = _attempts;
        }
    }

    private bool AreAnyDue() => Due().Any();

    private IEnumerable<GenerationRecord> Due()
    {
        var now = time.GetUtcNow();
        var waiting = keyRings.Pending.Where(record => record.Line == KeyLine.Data).Select(record => record.Tenant).ToHashSet();
        return keyRings.Primaries.Where(record => record.Line == KeyLine.Data && !waiting.Contains(record.Tenant) && IsDue(record, now) && MayBeRotated(record.Tenant));
    }

    // One that is shut out would only fail: its key was turned off, or its vault does not answer.
    private bool MayBeRotated(TenantId tenant) => tenants.IsAlive(tenant) && keys.RefusalOf(tenant) is null;

    // One whose age is not known was made before ages were kept.
    private bool IsDue(GenerationRecord record, DateTimeOffset now)
    {
        var days = options.Value.Tenants.GetValueOrDefault(record.Tenant.Value)?.RotateDataAfterDays ?? options.Value.RotateDataAfterDays;
        return days > 0 && (record.CreatedAt is not { } created || now >= created + TimeSpan.FromDays(days * (1 + (Jitter * PlaceOf(record.KeyId)))));
    }

    /// <summary>From 0 to 1, the same in every process.</summary>
    private static double PlaceOf(KeyId keyId) => BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(keyId.ToString()))) / (double)ushort.MaxValue;

    private async Task<bool> TryRotateAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await trail.RunAsync(AuditEvent.DataKeyRotated, ActorId.System, tenant, null, async () =>
            {
                var plan = await rotations.RunAsync(new RotationRequest(tenant, RotationKind.Data), cancellationToken);
                return plan.Refusal?.Code ?? (plan.Changes.IsEmpty ? RotationTrail.Unchanged : RotationTrail.Done);
            });
            return outcome is RotationTrail.Done or RotationTrail.Unchanged;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: those of other tenants must not wait for it.
            Log.ScheduledRotationFailed(logger, tenant, RotationFaults.Tell(fault));
            return false;
        }
    }
}
