using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.ObjectPool;
using TenantGateway.Core.Access;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Buffers;
using TenantGateway.Core.Content;
using TenantGateway.Core.Keys;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Protection;

/// <summary>
/// Takes one unit through its plan: scan, resolve, splice. Scanning, rendering and splicing are synchronous and Core's; everything that waits
/// (keys met for the first time, the record that must be durable) lies between. Knows no direction: a request and a response, and either
/// operation on them, go the same way.
/// </summary>
internal sealed class UnitPipeline(
    IKeyRings keys, ITenantKeyState keyState, ITokenSightings sightings, IAuditTrail audit, ITenantDirectory tenants, ILoginChallenge challenge, IDistinctValues distinct, ITextRecognizers recognizers,
    TimeProvider time, ProtectionMetrics metrics, ILogger<UnitPipeline> logger)
{
    // Held while a record becomes durable, so that there are as many as requests under way; the pool's own bound goes by the processors.
    private const int WorksKept = 256;

    private readonly DefaultObjectPool<UnitWork> _works = new(new DefaultPooledObjectPolicy<UnitWork>(), WorksKept);

    /// <exception cref="AuditUnavailableException">The record could not be made durable; nothing of the unit has left.</exception>
    /// <exception cref="KeyServiceException">The tenant's keys cannot be used.</exception>
    public async ValueTask<UnitOutcome> RunAsync(UnitContext context, UnitPlan plan, ReadOnlyMemory<byte> unit, CancellationToken cancellationToken)
    {
        var work = _works.Get();
        var (scan, edits, disclosure) = (work.Scan, work.Edits, work.Disclosure);
        try
        {
            // :: Step 1: scan
            plan.Carrier.Scan(unit.Span, scan);
            if (scan.Refused is { } reason) return Refuse(context, plan, reason, context.Plan.LocationOf(scan));

            // :: Step 2: resolve: the state of the tenant and of its keys now, also where the unit needs none, and keys that were not held yet
            if (tenants.ReasonAgainst(context.Actor) is { } gone) return UnitOutcome.Refused(gone);
            if (keyState.RefusalOf(context.Actor.Tenant) is { } withoutKeys) return new UnitOutcome(withoutKeys, null);
            if (!scan.Asked.IsEmpty && await RecognizeAsync(context, plan, unit, scan, cancellationToken) is { } unrecognized) return unrecognized;
            if (!scan.Spans.IsEmpty)
            {
                using var lease = await keys.LeaseAsync(context.Actor.Tenant, scan.KeyIds, cancellationToken);

                // Once more, because the keys may have been long in coming.
                if (tenants.ReasonAgainst(context.Actor) is { } now) return UnitOutcome.Refused(now);

                // :: Step 3: render under the lease
                if (Render(context, plan, unit.Span, lease.Ring, scan, edits, disclosure) is { } refusal)
                    return RefuseCaller(refusal, disclosure) is { } told ? new UnitOutcome(told, null) : Refuse(context, plan, refusal.Reason, refusal.Location);
            }
            else
            {
                disclosure.DamagedTokens = scan.DamagedTokens;
            }

            // :: Step 4: make durable what must be on record before the first byte leaves
            metrics.Count(context.Route, disclosure);
            metrics.SampleUnlisted(context.Route, plan, unit.Span);
            foreach (ref readonly var opened in disclosure.Opened) sightings.Saw(opened.Generation, opened.Tokens);
            await RecordAsync(context, disclosure, cancellationToken);

            // :: Step 5: splice
            if (edits.Count == 0) return new UnitOutcome(null, null) { FreshLogin = disclosure.FreshLogin };
            var output = new ByteBuffer(edits.SplicedLength(unit.Length));
            edits.Splice(unit.Span, output);
            return new UnitOutcome(null, output) { FanOut = edits.FanOut, FreshLogin = disclosure.FreshLogin };
        }
        finally
        {
            _works.Return(work);
        }
    }

    /// <summary>The refusal of a unit that could not even be cut.</summary>
    public Refusal RefuseUnit(UnitContext context, UnitPlan plan, Reason reason, string? cause = null)
    {
        if (plan.FromCaller) return new Refusal(reason);
        Log.AnswerWithheld(logger, context.Route, context.RequestId, cause ?? reason.Code);
        return new Refusal(Reasons.ResponseNotInspectable);
    }

    /// <summary>Puts on record that a stream was cut off after some of it had left. The end itself does not wait for a trail that cannot be written.</summary>
    public async ValueTask RecordAbortAsync(UnitContext context, Reason reason, CancellationToken cancellationToken)
    {
        try
        {
            await audit.CommitAsync(Entry(context, AuditEvent.StreamAborted, reason.Code), cancellationToken);
        }
        catch (AuditUnavailableException)
        {
            Log.AbortUnrecorded(logger, context.Route, context.RequestId, reason.Code);
        }
    }

    private Refusal? Render(
        UnitContext context, UnitPlan plan, ReadOnlySpan<byte> unit, KeyRing ring, UnitScan scan, UnitEdits edits, Disclosure disclosure) =>
        UnitRenderer.Render(new UnitRequest
        {
            Route = context.Plan,
            Plan = plan,
            Actor = context.Actor,
            Purpose = context.Purpose,
            Now = time.GetUtcNow(),
            Distinct = distinct,
            Keys = ring,
            KeyIds = keys,
            Unit = unit,
            Scan = scan,
            Edits = edits,
            Disclosure = disclosure,
        });

    // Names and places, which no rule finds. Without an answer nothing goes on.
    private async ValueTask<UnitOutcome?> RecognizeAsync(UnitContext context, UnitPlan plan, ReadOnlyMemory<byte> unit, UnitScan scan, CancellationToken cancellationToken)
    {
        if (context.Plan.Policy.Recognition?.Recognizer is not { } rule || context.Plan.Recognition is not { } recognition) throw new UnreachableException("Nobody is to be asked.");
        try
        {
            var findings = await recognizers.FindAsync(rule, unit, scan, cancellationToken);
            if (!OutsideFindings.TryAdd(unit.Span, scan, recognition, findings)) return UnitOutcome.Refused(Reasons.RecognizerUnavailable);
            return scan.Refused is { } reason ? Refuse(context, plan, reason, context.Plan.LocationOf(scan)) : null;
        }
        catch (RecognizerException fault)
        {
            return fault.IsTooMuch ? Refuse(context, plan, Reasons.TooMuchToRecognize, null) : UnitOutcome.Refused(Reasons.RecognizerUnavailable);
        }
    }

    // What the caller is told beside the reason: how to log in, or how long to wait.
    private Refusal? RefuseCaller(Refusal refusal, Disclosure disclosure)
    {
        if (refusal.Class is not null) return refusal;
        if (refusal.Reason == Reasons.InsufficientAuthentication && disclosure.FreshLogin is { } age) return challenge.Refuse(age, refusal.Location);
        if (refusal.Reason != Reasons.DistinctValuesLimited || disclosure.Excess is not { } excess) return null;
        var seconds = Math.Max(1, (long)Math.Ceiling(excess.RetryAfter.TotalSeconds));
        return refusal with { IsRepeated = !excess.IsFirst, Headers = [new("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))] };
    }

    // A caller is told what is wrong with its request; what is wrong with a service's answer is the operator's to know.
    private UnitOutcome Refuse(UnitContext context, UnitPlan plan, Reason reason, string? location)
    {
        if (plan.FromCaller) return UnitOutcome.Refused(reason, location);
        Log.AnswerWithheld(logger, context.Route, context.RequestId, $"{reason.Code} at {location ?? "$"}");
        return UnitOutcome.Refused(Reasons.ResponseNotInspectable);
    }

    // Waits itself only where there is more than one record: whoever waits for a commit pays for each method that does.
    private ValueTask RecordAsync(UnitContext context, Disclosure disclosure, CancellationToken cancellationToken)
    {
        if (disclosure.ForeignTokens > 0 || disclosure.DamagedTokens > 0) return RecordTokensAsync(context, disclosure, cancellationToken);
        return disclosure.RevealsSomething ? audit.CommitAsync(EntryOfReveal(context, disclosure), cancellationToken) : ValueTask.CompletedTask;
    }

    private async ValueTask RecordTokensAsync(UnitContext context, Disclosure disclosure, CancellationToken cancellationToken)
    {
        if (disclosure.ForeignTokens > 0)
        {
            Log.ForeignTokens(logger, disclosure.ForeignTokens, context.Actor.Tenant.Value, context.Route, context.RequestId);
            await audit.CommitAsync(EntryOfTokens(context, AuditEvent.ForeignToken, disclosure.ForeignTokens), cancellationToken);
        }

        if (disclosure.DamagedTokens > 0) await audit.CommitAsync(EntryOfTokens(context, AuditEvent.DamagedToken, disclosure.DamagedTokens), cancellationToken);
        if (disclosure.RevealsSomething) await audit.CommitAsync(EntryOfReveal(context, disclosure), cancellationToken);
    }

    private static AuditEntry EntryOfReveal(UnitContext context, Disclosure disclosure) => Entry(
        context, AuditEvent.DataRevealed, given: disclosure.Counts, subjects: disclosure.Subjects, keyIds: disclosure.KeyIds, unverified: disclosure.Unverified > 0 ? disclosure.Unverified : null);

    private static AuditEntry EntryOfTokens(UnitContext context, AuditEvent auditEvent, int tokens) => Entry(context, auditEvent, count: tokens);

    // Made in one piece: a copy of it would be as dear as the entry.
    private static AuditEntry Entry(
        UnitContext context, AuditEvent auditEvent, string outcome = AuditOutcomes.Ok, int? count = null, ImmutableArray<DisclosureCount>? given = null, ImmutableArray<string>? subjects = null,
        ImmutableArray<string>? keyIds = null, int? unverified = null) => new()
    {
        Event = auditEvent,
        Tenant = context.Actor.Tenant,
        Outcome = outcome,
        Count = count,
        Disclosures = given ?? [],
        Subjects = subjects ?? [],
        KeyIds = keyIds ?? [],
        Unverified = unverified,
        Actor = context.Actor.Id,
        ActorType = context.Actor.Kind.Word(),
        Service = context.Actor.Service,
        Evidence = context.Actor.Evidence,
        Organization = context.Actor.Organization?.Reference,
        Purpose = context.Purpose,
        Route = context.Route,
        PolicyName = context.Plan.Policy.Name,
        PolicyVersion = context.PolicyVersion,
        RequestId = context.RequestId,
        TraceId = context.TraceId,
        Details = context.Caller.Details,
    };
}
