using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TenantGateway.Tests.World;

/// <summary>The gateway as it is, in this process, on a clock that is ahead: what a process does that is started some weeks later.</summary>
internal static class ShiftedGateway
{
    public const string Verb = "gateway";

    /// <param name="ticks">How far its clock is ahead.</param>
    /// <param name="args">Of the gateway.</param>
    public static async Task<int> RunAsync(string ticks, string[] args)
    {
        var time = new ShiftedTime();
        time.Advance(new TimeSpan(long.Parse(ticks, CultureInfo.InvariantCulture)));
        using var host = Gateway.CreateHost(args, services: services => services.AddSingleton<TimeProvider>(time));
        await host.RunAsync();
        return 0;
    }
}
