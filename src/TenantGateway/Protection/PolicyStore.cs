using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Canaries;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using TenantGateway.Core.State;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Protection;

/// <summary>
/// Holds the policies in force. A change takes effect as a whole, once its activation is on record; a change with any problem takes no effect, and
/// log, metric and health say so until it is mended.
/// </summary>
/// <remarks>One caller at a time refreshes; anybody may read meanwhile.</remarks>
internal sealed class PolicyStore(
    IOptions<PolicyOptions> options, IOptions<ContentOptions> content, RequiredPolicies required, OpenRouteRules openRoutes, ITextRecognizers recognizers, IAuditTrail audit, ProtectionMetrics metrics, TimeProvider time, ILogger<PolicyStore> logger, INotices? notices = null)
{
    /// <summary>How long a folder must have stayed as it is before a change in it is judged.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(200);

    private const int MaxReadings = 10;

    private string _seen = "";
    private volatile ActivePolicies _active = ActivePolicies.None;
    private ImmutableArray<PolicyProblem> _problems = [];

    public ActivePolicies Active => _active;

    /// <summary>What is wrong with the files as they lie there now; empty where they are in force.</summary>
    public ImmutableArray<PolicyProblem> Problems => _problems;

    /// <summary>Has the others look at their own files: whoever changes policies changes them everywhere.</summary>
    public void TellOthers() => notices?.Tell(NoticeSubject.Policies, Active.Number);

    /// <summary>Looks at the files again and activates them if they changed and are valid.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(cancellationToken);
        if (reading is null || reading.Digest == _seen) return;
        ActivePolicies? compiled = null;
        var problems = reading.Problem is { } unreadable ? [unreadable] : Compile(reading.Files, out compiled);
        if (compiled is null) Reject(problems);
        else if (!await TryActivateAsync(compiled, cancellationToken)) return;
        _seen = reading.Digest;
    }

    /// <returns>Null where the folder goes on changing: it is left for the next look.</returns>
    private async ValueTask<PolicyReading?> ReadAsync(CancellationToken cancellationToken)
    {
        var reading = await PolicyFolder.ReadAsync(options.Value.Directory, cancellationToken);
        // At start there is nothing to fall back on, so what lies there is judged at once.
        if (reading.Digest == _seen || _active == ActivePolicies.None) return reading;
        for (var i = 1; i < MaxReadings; i++)
        {
            // A folder that is being written holds halves of files, and old files beside new ones.
            await Task.Delay(Settled, time, cancellationToken);
            var again = await PolicyFolder.ReadAsync(options.Value.Directory, cancellationToken);
            if (again.Digest == reading.Digest) return again;
            reading = again;
        }

        return null;
    }

    private ImmutableArray<PolicyProblem> Compile(ImmutableArray<PolicyFile> files, out ActivePolicies? compiled)
    {
        compiled = null;
        var result = PolicySetReader.Read(files);
        if (result.Snapshot is not { } snapshot) return result.Problems;
        var problems = ImmutableArray.CreateBuilder<PolicyProblem>();
        foreach (var missing in required.Names.Where(name => !snapshot.Policies.ContainsKey(name)))
        {
            problems.Add(new PolicyProblem($"{PolicyOptions.Section}:{nameof(PolicyOptions.Directory)}", "$",
                $"No file defines the policy '{missing}', which a route names.", "Add the policy, or change the route first."));
        }

        foreach (var policy in snapshot.Policies.Values)
        {
            if (policy.Recognition?.Recognizer is { } recognizer && !recognizers.IsKnown(recognizer.Name))
                problems.Add(new PolicyProblem(policy.Name, "$.recognition.recognizer.name", $"There is no recognizer '{recognizer.Name}'.", $"Say where it is under Gateway:Recognizers:{recognizer.Name}, or mend the name."));
        }

        var routes = new Dictionary<string, RoutePlan>();
        foreach (var policy in snapshot.Policies.Values)
        {
            try
            {
                routes[policy.Name] = RoutePlan.Compile(policy, content.Value.Limits);
                problems.AddRange(PolicyCanary.Check(policy));
            }
            catch (ArgumentException fault)
            {
                problems.Add(new PolicyProblem(policy.Name, "$.fields", fault.Message, "Split the policy, or name fewer fields at one level."));
            }
        }

        var open = openRoutes.Find(snapshot.Policies, problems);
        if (problems.Count == 0) compiled = new ActivePolicies(snapshot.Version, routes.ToFrozenDictionary()) { Open = open, Warnings = result.Warnings };
        return problems.ToImmutable();
    }

    /// <returns>False where the activation could not be recorded: the next look tries again.</returns>
    private async ValueTask<bool> TryActivateAsync(ActivePolicies compiled, CancellationToken cancellationToken)
    {
        try
        {
            if (compiled.Version != _active.Version) await ActivateAsync(compiled, cancellationToken);
        }
        catch (AuditUnavailableException)
        {
            // The audit trail says in the log, once, that it cannot be written.
            _problems = [new PolicyProblem($"{PolicyOptions.Section}:{nameof(PolicyOptions.Directory)}", "$", "The activation cannot be recorded in the audit trail.", "Mend the audit trail.")];
            metrics.PoliciesValid = false;
            return false;
        }

        _problems = [];
        metrics.PoliciesValid = true;
        return true;
    }

    private async ValueTask ActivateAsync(ActivePolicies compiled, CancellationToken cancellationToken)
    {
        await audit.CommitAsync(
            new AuditEntry { Event = AuditEvent.PolicyActivated, Tenant = TenantId.Operator, Outcome = "ok", PolicyVersion = compiled.Version, Subject = compiled.Observing.IsEmpty ? null : string.Join(',', compiled.Observing) }, cancellationToken);
        _active = compiled;
        TellOthers();
        Log.PoliciesActivated(logger, compiled.Version, compiled.Routes.Count);
        metrics.PoliciesObserving = compiled.Observing.Length;
        foreach (var policy in compiled.Observing) Log.PolicyObserves(logger, policy);
        foreach (var warning in compiled.Warnings) Log.PolicyWarning(logger, warning.File, warning.Path, warning.Problem, warning.Remedy);
    }

    private void Reject(ImmutableArray<PolicyProblem> problems)
    {
        _problems = problems;
        metrics.PoliciesValid = false;
        metrics.PolicyRejected();
        foreach (var problem in problems) Log.PolicyProblem(logger, problem.File, problem.Path, problem.Problem, problem.Remedy);
        Log.PoliciesRejected(logger, problems.Length, _active.Version);
    }
}
