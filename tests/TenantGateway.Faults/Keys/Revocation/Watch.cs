using System.Diagnostics;
using System.Globalization;
using TenantGateway.Faults.Keys.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Keys.Revocation;

/// <summary>Asks for one row of a tenant at every replica, without a pause to speak of, and tells when the answers change.</summary>
internal sealed class Watch : IDisposable
{
    private const string Value = "Watched Lovelace";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How long nothing else may be answered until a change counts.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    /// <summary>When it is given up: any promise is broken by then.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(RevokeRow.MostSeconds + 15);

    private readonly IReadOnlyList<Member> _members;
    private readonly string _path;

    private Watch(IReadOnlyList<Member> members, string path) => (_members, _path) = (members, path);

    public static async Task<Watch> OfAsync(KeyWorld world, string user)
    {
        var members = await Task.WhenAll(world.Replicas.Select(replica => Member.OfAsync(world, replica, user)));
        return new Watch(members, await members[0].WriteAsync(Value, "watched@example.com"));
    }

    /// <summary>Waits until every replica refuses for good.</summary>
    /// <returns>When each refused for the first time after it served for the last time.</returns>
    public Task<TimeSpan[]> RefusedAsync(Stopwatch since, int status, string reason, CancellationToken cancellationToken) => Task.WhenAll(_members.Select(member =>
        ChangedAsync(member, since, answer => answer.Status == status && answer.Reason == reason && (status != 503 || answer.Headers.RetryAfter is not null), IsServed, cancellationToken)));

    /// <summary>Waits until every replica serves again.</summary>
    public Task<TimeSpan[]> ServedAsync(Stopwatch since, CancellationToken cancellationToken) => Task.WhenAll(_members.Select(member =>
        ChangedAsync(member, since, IsServed, answer => answer.Status is 403 or 503, cancellationToken)));

    /// <summary>How many replicas serve now.</summary>
    public async Task<int> CountServedAsync() => (await Task.WhenAll(_members.Select(member => member.GetAsync(_path)))).Count(IsServed);

    public void Dispose()
    {
        foreach (var member in _members) member.Dispose();
    }

    private static bool IsServed(Answer answer) => answer.Status == 200 && answer.Text.Contains(Value, StringComparison.Ordinal);

    private async Task<TimeSpan> ChangedAsync(Member member, Stopwatch since, Func<Answer, bool> isAfter, Func<Answer, bool> isBefore, CancellationToken cancellationToken)
    {
        TimeSpan? changed = null;
        while (changed is null || since.Elapsed - changed < Settled)
        {
            var answer = await member.GetAsync(_path);
            if (isAfter(answer)) changed ??= since.Elapsed;
            else if (isBefore(answer)) changed = null;
            else throw new InvalidOperationException($"Neither served nor refused as promised: {answer.Status} {answer.Text}");
            if (since.Elapsed > Most) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"After {Most.TotalSeconds} s it is still {answer.Status} {answer.Reason}."));
            await Task.Delay(Pause, cancellationToken);
        }

        return changed.Value;
    }
}
