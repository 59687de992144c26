using System.Diagnostics;
using System.Net;

namespace TenantGateway.Tests.Architecture.Samples.Purity;

// Each type but the last is impure in the one way that names it.
internal static class ReadsAFile
{
    internal static string Read(string path) => File.ReadAllText(path);
}

internal static class OpensAFile
{
    internal static long Length(FileStream file) => file.Length;
}

internal static class ResolvesAName
{
    internal static string Resolve() => Dns.GetHostName();
}

internal static class WritesToTheConsole
{
    internal static void Write() => Console.WriteLine();
}

internal static class ReadsTheEnvironment
{
    internal static string? Read() => Environment.GetEnvironmentVariable("HOME");
}

internal static class ReadsTheClock
{
#pragma warning disable RS0030 // Reading the clock is what this sample is for.
    internal static DateTime Read() => DateTime.UtcNow;
#pragma warning restore RS0030
}

internal static class MeasuresTime
{
    internal static long Read() => Stopwatch.GetTimestamp();
}

internal static class TakesAClock
{
    internal static void Take(TimeProvider? _) { }
}

internal static class DrawsAnId
{
    internal static Guid Draw() => Guid.NewGuid();
}

internal static class Waits
{
    internal static async Task WaitAsync() => await Task.Yield();
}

internal static class Counts
{
    internal static IEnumerable<int> Count(IEnumerable<string> texts)
    {
        foreach (var text in texts) yield return text.Length;
    }

    internal static MemoryStream Buffer() => new();

    internal static bool IsAddress(string text) => IPAddress.TryParse(text, out _);
}
