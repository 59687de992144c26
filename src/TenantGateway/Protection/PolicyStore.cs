using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using TenantGateway.Core.Audit;
using TenantGateway.Core.Protection;
using TenantGateway.Core.Protection.Policies;
using TenantGateway.Core.Protection.Policies.Reading;
using TenantGateway.Core.Tenants;

namespace TenantGateway.Protection;

/// <summary>
/// Holds the policies in force. A change takes effect as a whole, once its activation is on record; a change with any problem takes no effect, and
/// log, metric and health say so until it is mended.
/// </summary>
internal sealed class PolicyStore(
    IOptions<PolicyOptions> options, RequiredPolicies required, IAuditTrail audit, ProtectionMetrics metrics, ILogger<PolicyStore> logger)
{
    private byte[] _seen = [];
    private volatile ActivePolicies _active = ActivePolicies.None;
    private ImmutableArray<PolicyProblem> _problems = [];

    public ActivePolicies Active => _active;

    /// <summary>What is wrong with the files as they lie there now; empty where they are in force.</summary>
    public ImmutableArray<PolicyProblem> Problems => _problems;

    /// <summary>Looks at the files again and activates them if they changed and are valid.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        ImmutableArray<PolicyFile> files;
        try
        {
            files = await ReadFilesAsync(cancellationToken);
        }
        catch (IOException fault)
        {
            Reject([new PolicyProblem(options.Value.Directory, "$", $"The folder cannot be read ({fault.GetType().Name}).", "Mount the folder and grant reading.")]);
            return;
        }

        var digest = DigestOf(files);
        if (digest.AsSpan().SequenceEqual(_seen)) return;
        var result = PolicySetReader.Read(files);
        var problems = result.Problems.AddRange(Compile(result.Snapshot, out var compiled));
        if (compiled is null)
        {
            _seen = digest;
            Reject(problems);
            return;
        }

        await ActivateAsync(compiled, cancellationToken);
        _seen = digest;
    }

    private ImmutableArray<PolicyProblem> Compile(PolicySnapshot? snapshot, out ActivePolicies? compiled)
    {
        compiled = null;
        if (snapshot is null) return [];
        var problems = ImmutableArray.CreateBuilder<PolicyProblem>();
        foreach (var missing in required.Names.Where(name => !snapshot.Policies.ContainsKey(name)))
        {
            problems.Add(new PolicyProblem(options.Value.Directory, "$", $"No file defines the policy '{missing}', which a route names.", "Add the policy, or change the route first."));
        }

        var routes = new Dictionary<string, RoutePlan>();
        foreach (var policy in snapshot.Policies.Values)
        {
            try
            {
                routes[policy.Name] = RoutePlan.Compile(policy);
            }
            catch (ArgumentException fault)
            {
                problems.Add(new PolicyProblem(policy.Name, "$.fields", fault.Message, "Split the policy, or name fewer fields at one level."));
            }
        }

        if (problems.Count == 0) compiled = new ActivePolicies(snapshot.Version, routes.ToFrozenDictionary());
        return problems.DrainToImmutable();
    }

    private async ValueTask ActivateAsync(ActivePolicies compiled, CancellationToken cancellationToken)
    {
        if (compiled.Version != _active.Version)
        {
            await audit.CommitAsync(
                new AuditEntry { Event = AuditEvent.PolicyActivated, Tenant = TenantId.Operator, Outcome = "ok", PolicyVersion = compiled.Version }, cancellationToken);
            _active = compiled;
            Log.PoliciesActivated(logger, compiled.Version, compiled.Routes.Count);
        }

        _problems = [];
        metrics.PoliciesValid = true;
    }

    private void Reject(ImmutableArray<PolicyProblem> problems)
    {
        _problems = problems;
        metrics.PoliciesValid = false;
        metrics.PolicyRejected();
        foreach (var problem in problems) Log.PolicyProblem(logger, problem.File, problem.Path, problem.Problem, problem.Remedy);
        Log.PoliciesRejected(logger, problems.Length, _active.Version);
    }

    private async ValueTask<ImmutableArray<PolicyFile>> ReadFilesAsync(CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<PolicyFile>();
        foreach (var path in Directory.EnumerateFiles(options.Value.Directory, "*.json").Order(StringComparer.Ordinal))
        {
            files.Add(new PolicyFile(Path.GetFileName(path), await File.ReadAllBytesAsync(path, cancellationToken)));
        }

        return files.DrainToImmutable();
    }

    private static byte[] DigestOf(ImmutableArray<PolicyFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{file.Name}\n{file.Json.Length}\n"));
            hash.AppendData(file.Json.Span);
        }

        return hash.GetHashAndReset();
    }
}
