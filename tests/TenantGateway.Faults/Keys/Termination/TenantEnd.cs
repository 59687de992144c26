using TenantGateway.Faults.Keys.World;
using TenantGateway.Tests.World;

namespace TenantGateway.Faults.Keys.Termination;

/// <summary>What is seen of a tenant around its end.</summary>
internal static class TenantEnd
{
    public const string Name = "Grace Hopper";

    /// <summary>A member of acme writes a row.</summary>
    /// <returns>Its path.</returns>
    public static async Task<string> WriteAsync(KeyWorld world)
    {
        using var member = await Member.OfAsync(world, world.Replicas[0], "agent@acme");
        return await member.WriteAsync(Name, "grace@example.com");
    }

    /// <summary>What a member is told who logs in now and asks for a row; <c>served</c> where it is shown.</summary>
    public static async Task<string> AskAsync(KeyWorld world, string tenant, string path)
    {
        using var member = await Member.OfAsync(world, world.Replicas[0], $"agent@{tenant}");
        var answer = await member.GetAsync(path);
        return answer.Text.Contains(Name, StringComparison.Ordinal) ? "served" : answer.Reason ?? $"{answer.Status}";
    }

    public static async Task<(string State, string? Phase, string? Certificate)> LifeAsync(KeyWorld world)
    {
        var life = await world.Desk.DoneAsync(OperatorDesk.Reviewer, "tenants", "show", "acme");
        var state = life.GetProperty("tenant").GetProperty("state").GetString() ?? "";
        if (!life.TryGetProperty("termination", out var termination)) return (state, null, null);
        return (state, termination.GetProperty("phase").GetString(), termination.TryGetProperty("certificate", out var certificate) ? certificate.GetString() : null);
    }

    /// <summary>Lets days pass: ends the processes and starts them so much later, when they look after ends of tenants.</summary>
    public static async Task PassDaysAsync(KeyWorld world, int days, CancellationToken cancellationToken)
    {
        await world.StopProcessesAsync();
        world.Time.Advance(TimeSpan.FromDays(days));
        await world.StartProcessesAsync(cancellationToken);
    }

    /// <summary>Has <c>tgw</c>, as a process that can ask nobody, verify a certificate.</summary>
    public static async Task<(int Exit, string Said)> VerifyAsync(string certificate, string key)
    {
        await using var tgw = ChildProgram.Start([.. ChildProgram.Dotnet("tgw"), "certificates", "verify", certificate, "--key", key, "--output", "json"]);
        var exit = await tgw.ExitAsync();
        return (exit, tgw.Output + tgw.Error);
    }
}
