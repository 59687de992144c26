using System.Globalization;

namespace TenantGateway.Faults.Load;

/// <summary>What Linux says of a process.</summary>
internal static class ProcessFigures
{
    /// <summary>CPU of both kinds since its start, in steps of 10 ms.</summary>
    public static TimeSpan CpuOf(int process)
    {
        var fields = FieldsOf($"/proc/{process}/stat");
        return TimeSpan.FromMilliseconds(10 * (Field(fields, 14) + Field(fields, 15)));
    }

    /// <summary>The same, with its children: those that are there, and those that ended.</summary>
    public static TimeSpan CpuWithChildrenOf(int process)
    {
        var fields = FieldsOf($"/proc/{process}/stat");
        var sum = TimeSpan.FromMilliseconds(10 * (Field(fields, 14) + Field(fields, 15) + Field(fields, 16) + Field(fields, 17)));
        foreach (var child in File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                sum += CpuOf(int.Parse(child, CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return sum;
    }

    /// <summary>CPU of those threads of a process that there are now and that have a name, which Linux cuts off after fifteen characters.</summary>
    public static TimeSpan CpuOfThreads(int process, string name)
    {
        var sum = TimeSpan.Zero;
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(thread, "comm")).TrimEnd() != name) continue;
                var fields = FieldsOf(Path.Combine(thread, "stat"));
                sum += TimeSpan.FromMilliseconds(10 * (Field(fields, 14) + Field(fields, 15)));
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }

        return sum;
    }

    // proc(5), counted behind the name in parentheses, which may hold anything.
    private static string[] FieldsOf(string stat) => File.ReadAllText(stat).Split(") ")[^1].Split(' ');

    private static long Field(string[] fields, int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
}
