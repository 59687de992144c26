using System.Diagnostics;
using TenantGateway.Faults.Load;
using TenantGateway.Tests.Demo;

namespace TenantGateway.Faults.Tenants;

/// <summary>Members of the few tenants that both gateways have, one after the other.</summary>
internal sealed class Members(TenantStage stage)
{
    private readonly string[] _tokens = [.. Enumerable.Range(0, TenantStage.Few).Select(stage.MemberToken)];

    /// <summary>Asks once; how long the answer took.</summary>
    public async Task<TimeSpan> AskAsync(MeasuredGateway gateway, int number, CancellationToken cancellationToken)
    {
        using var request = LoopbackClient.Request(HttpMethod.Get, "crm/contacts/1").With("Authorization", $"Bearer {_tokens[number % _tokens.Length]}");
        var began = Stopwatch.GetTimestamp();
        using var answer = await gateway.Data.SendAsync(request, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        return took;
    }
}
