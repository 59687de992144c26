using System.Globalization;
using TenantGateway.Tests.World;

namespace TenantGateway.Load.Drivers;

/// <summary>As many requests as callers on a number of connections get answered, each of whom asks again when it has its answer: throughput, by wrk.</summary>
internal static class Wrk
{
    public const string Path = "/usr/bin/wrk";

    public static string? Missing => File.Exists(Path) ? null : "needs wrk; load-tests/run --install installs it";

    /// <param name="target">Where to.</param>
    /// <param name="requests">What is sent.</param>
    /// <param name="connections">How many callers.</param>
    /// <param name="time">How long.</param>
    public static async Task<WrkFigures> RunAsync(Uri target, RequestFiles requests, int connections, TimeSpan time)
    {
        var seconds = time.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        await using var wrk = ChildProgram.Start(
            [Path, "-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "-s", System.IO.Path.Combine(AppContext.BaseDirectory, "Drivers", "requests.lua"), target.AbsoluteUri],
            ("LOAD_TOKENS", requests.Tokens), ("LOAD_BODIES", requests.Bodies), ("LOAD_HOST", requests.Host));
        while (!wrk.HasExited) await Task.Delay(50);
        await wrk.ExitAsync();
        var line = wrk.Output.Split('\n').LastOrDefault(line => line.StartsWith("FIGURES ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk says nothing: {wrk.Output} {wrk.Error}");
        var fields = line.Split(' ').Skip(1).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return new WrkFigures(fields[0], fields[1], TimeSpan.FromMicroseconds(fields[2]));
    }
}

/// <param name="Requests">Answered.</param>
/// <param name="Errors">Of these, and of connections, what went wrong.</param>
/// <param name="Took">The time that it took.</param>
internal sealed record WrkFigures(long Requests, long Errors, TimeSpan Took);
